using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using HipaaJwt.Text;

namespace HipaaJwt.Jws;

/// <summary>The kinds of signature keys.</summary>
internal enum KeyFamily
{
    Symmetric,
    Rsa,
    EllipticCurve,
}

/// <summary>The properties of a signature algorithm.</summary>
/// <param name="Id">The name that options use.</param>
/// <param name="Family">The kind of key.</param>
/// <param name="Hash">The hash function.</param>
/// <param name="HashBytes">The length of the hash in bytes; also the shortest symmetric key (RFC 7518, section 3.2).</param>
/// <param name="Padding">The padding of an RSA signature; null for other families.</param>
/// <param name="Curve">The <c>crv</c> of an elliptic-curve key; null for other families.</param>
/// <param name="CoordinateBytes">The length in bytes of r and of s in an ECDSA signature; 0 for other families.</param>
internal sealed record JwsAlgorithmRow(
    JwsAlgorithm Id,
    KeyFamily Family,
    HashAlgorithmName Hash,
    int HashBytes,
    RSASignaturePadding? Padding = null,
    string? Curve = null,
    int CoordinateBytes = 0)
{
    /// <summary>The value of <c>alg</c>.</summary>
    public string Name { get; } = Id.ToString();

    /// <summary>Each row exists once, in <see cref="JwsAlgorithms.All"/>.</summary>
    public bool Equals(JwsAlgorithmRow? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => (int)Id;
}

/// <summary>The table of signature algorithms (RFC 7518, section 3.1). To add an algorithm, add a row.</summary>
internal static class JwsAlgorithms
{
    private static readonly HashAlgorithmName Sha256 = HashAlgorithmName.SHA256;
    private static readonly HashAlgorithmName Sha384 = HashAlgorithmName.SHA384;
    private static readonly HashAlgorithmName Sha512 = HashAlgorithmName.SHA512;

    public static ImmutableArray<JwsAlgorithmRow> All { get; } =
    [
        new(JwsAlgorithm.HS256, KeyFamily.Symmetric, Sha256, 32),
        new(JwsAlgorithm.HS384, KeyFamily.Symmetric, Sha384, 48),
        new(JwsAlgorithm.HS512, KeyFamily.Symmetric, Sha512, 64),
        new(JwsAlgorithm.RS256, KeyFamily.Rsa, Sha256, 32, RSASignaturePadding.Pkcs1),
        new(JwsAlgorithm.RS384, KeyFamily.Rsa, Sha384, 48, RSASignaturePadding.Pkcs1),
        new(JwsAlgorithm.RS512, KeyFamily.Rsa, Sha512, 64, RSASignaturePadding.Pkcs1),
        new(JwsAlgorithm.PS256, KeyFamily.Rsa, Sha256, 32, RSASignaturePadding.Pss),
        new(JwsAlgorithm.PS384, KeyFamily.Rsa, Sha384, 48, RSASignaturePadding.Pss),
        new(JwsAlgorithm.PS512, KeyFamily.Rsa, Sha512, 64, RSASignaturePadding.Pss),
        new(JwsAlgorithm.ES256, KeyFamily.EllipticCurve, Sha256, 32, Curve: "P-256", CoordinateBytes: 32),
        new(JwsAlgorithm.ES384, KeyFamily.EllipticCurve, Sha384, 48, Curve: "P-384", CoordinateBytes: 48),
        new(JwsAlgorithm.ES512, KeyFamily.EllipticCurve, Sha512, 64, Curve: "P-521", CoordinateBytes: 66),
    ];

    private static readonly Utf8Table<JwsAlgorithmRow> ByName = All.ToUtf8Table(row => row.Name);

    public static bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out JwsAlgorithmRow? row) =>
        ByName.TryGetValue(name, out row);

    public static bool TryFind(JwsAlgorithm id, [NotNullWhen(true)] out JwsAlgorithmRow? row)
    {
        row = All.FirstOrDefault(candidate => candidate.Id == id);
        return row is not null;
    }
}
