using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using HipaaJwt.Text;

namespace HipaaJwt.Encryption;

/// <summary>The properties of a content encryption algorithm.</summary>
/// <param name="Id">The name that options use.</param>
/// <param name="Name">The value of <c>enc</c>.</param>
/// <param name="KeyBytes">The length of the key in bytes; with a MAC, of both keys together.</param>
/// <param name="IvBytes">The length of the initialization vector in bytes.</param>
/// <param name="TagBytes">The length of the tag in bytes.</param>
/// <param name="MacHash">The hash of the MAC; null for GCM.</param>
internal sealed record JweEncryptionRow(
    JweEncryption Id,
    string Name,
    int KeyBytes,
    int IvBytes,
    int TagBytes,
    HashAlgorithmName? MacHash = null);

/// <summary>The table of content encryption algorithms (RFC 7518, section 5.1). To add an algorithm, add a row.</summary>
internal static class JweEncryptions
{
    /// <summary>The length in bytes of the longest key in the table.</summary>
    public const int MaxKeyBytes = 64;

    public static ImmutableArray<JweEncryptionRow> All { get; } =
    [
        new(JweEncryption.A128Gcm, "A128GCM", KeyBytes: 16, IvBytes: 12, TagBytes: 16),
        new(JweEncryption.A256Gcm, "A256GCM", KeyBytes: 32, IvBytes: 12, TagBytes: 16),
        new(JweEncryption.A128CbcHs256, "A128CBC-HS256", KeyBytes: 32, IvBytes: 16, TagBytes: 16, HashAlgorithmName.SHA256),
        new(JweEncryption.A256CbcHs512, "A256CBC-HS512", KeyBytes: 64, IvBytes: 16, TagBytes: 32, HashAlgorithmName.SHA512),
    ];

    private static readonly Utf8Table<JweEncryptionRow> ByName = All.ToUtf8Table(row => row.Name);

    public static bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out JweEncryptionRow? row) =>
        ByName.TryGetValue(name, out row);

    public static bool TryFind(JweEncryption id, [NotNullWhen(true)] out JweEncryptionRow? row)
    {
        row = All.FirstOrDefault(candidate => candidate.Id == id);
        return row is not null;
    }
}
