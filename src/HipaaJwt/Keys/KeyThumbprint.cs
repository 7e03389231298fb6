using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Jws;

namespace HipaaJwt.Keys;

/// <summary>
/// Identifies a key by a hash of its public part, or of the secret of a symmetric key. The <c>kid</c>, the algorithm and the way
/// the key was read do not matter.
/// </summary>
internal static class KeyThumbprint
{
    public static string Of(VerificationKeyMaterial key) => key.Family switch
    {
        KeyFamily.Rsa => Hash(key.Family, Text(key.Rsa.Modulus), Text(key.Rsa.Exponent)),
        KeyFamily.Symmetric => Hash(key.Family, Text(key.Secret)),
        _ => Hash(key.Family, key.Curve, Text(key.EllipticCurve.Q.X), Text(key.EllipticCurve.Q.Y)),
    };

    /// <summary>
    /// Identifies who can sign. For RSA it is the modulus alone, because the private exponent of any public exponent reveals the factors.
    /// </summary>
    public static string OfSigner(VerificationKeyMaterial key) =>
        key.Family == KeyFamily.Rsa ? Hash(key.Family, Text(key.Rsa.Modulus)) : Of(key);

    private static string Hash(KeyFamily family, params ReadOnlySpan<string?> parts) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{family}\n{string.Join('\n', parts)}")));

    private static string Text(byte[]? number) => Convert.ToHexString(number ?? []);
}
