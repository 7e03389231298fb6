using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using HipaaJwt.Text;

namespace HipaaJwt.Encryption;

/// <summary>The key management modes (RFC 7516, section 2).</summary>
internal enum KeyManagement
{
    RsaOaep,
    EcdhEs,
    KeyWrap,
    Direct,
}

/// <summary>The properties of a key management algorithm.</summary>
/// <param name="Id">The name that options use.</param>
/// <param name="Name">The value of <c>alg</c>.</param>
/// <param name="Kind">The key management mode.</param>
/// <param name="WrapBytes">The length in bytes of the AES key that wraps the content key; 0 without AES Key Wrap.</param>
/// <param name="Padding">The RSA padding; null for other modes.</param>
internal sealed record JweAlgorithmRow(
    JweAlgorithm Id,
    string Name,
    KeyManagement Kind,
    int WrapBytes = 0,
    RSAEncryptionPadding? Padding = null);

/// <summary>The table of key management algorithms (RFC 7518, section 4.1). To add an algorithm, add a row.</summary>
internal static class JweAlgorithms
{
    public static ImmutableArray<JweAlgorithmRow> All { get; } =
    [
        new(JweAlgorithm.RsaOaep, "RSA-OAEP", KeyManagement.RsaOaep, Padding: RSAEncryptionPadding.OaepSHA1),
        new(JweAlgorithm.RsaOaep256, "RSA-OAEP-256", KeyManagement.RsaOaep, Padding: RSAEncryptionPadding.OaepSHA256),
        new(JweAlgorithm.EcdhEs, "ECDH-ES", KeyManagement.EcdhEs),
        new(JweAlgorithm.EcdhEsA128Kw, "ECDH-ES+A128KW", KeyManagement.EcdhEs, WrapBytes: 16),
        new(JweAlgorithm.EcdhEsA256Kw, "ECDH-ES+A256KW", KeyManagement.EcdhEs, WrapBytes: 32),
        new(JweAlgorithm.A128Kw, "A128KW", KeyManagement.KeyWrap, WrapBytes: 16),
        new(JweAlgorithm.A256Kw, "A256KW", KeyManagement.KeyWrap, WrapBytes: 32),
        new(JweAlgorithm.Direct, "dir", KeyManagement.Direct),
    ];

    private static readonly Utf8Table<JweAlgorithmRow> ByName = All.ToUtf8Table(row => row.Name);

    public static bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out JweAlgorithmRow? row) =>
        ByName.TryGetValue(name, out row);

    public static bool TryFind(JweAlgorithm id, [NotNullWhen(true)] out JweAlgorithmRow? row)
    {
        row = All.FirstOrDefault(candidate => candidate.Id == id);
        return row is not null;
    }
}
