using System.Numerics;
using System.Security.Cryptography;
using HipaaJwt.Jws;

namespace HipaaJwt.Keys;

/// <summary>Enforces the minimum strength of keys (RFC 7518, sections 3.2 to 3.5; FIPS 186-5).</summary>
internal static class KeyStrength
{
    private const int MinRsaBits = 2048;
    private const int MinRsaExponent = 65537;

    /// <summary>A verification with a longer key takes so long that the key enables denial of service.</summary>
    private const int MaxRsaBits = 16384;

    /// <summary>The least length of a symmetric key: the hash of HS256.</summary>
    private const int MinSecretBytes = 32;

    /// <summary>Describes why a key is too weak and what to use instead; null if it is strong enough.</summary>
    public static string? ProblemWith(VerificationKeyMaterial key) => key.Family switch
    {
        KeyFamily.Rsa => ProblemWith(key.Rsa),
        KeyFamily.Symmetric when key.Secret.Length < MinSecretBytes =>
            $"has {key.Secret.Length * 8} bits. An HMAC key must be at least as long as its hash. Use 256 random bits or more",
        KeyFamily.EllipticCurve when key.Curve is null =>
            "is not on P-256, P-384 or P-521. Use one of these curves",
        _ => null,
    };

    private static string? ProblemWith(RSAParameters key)
    {
        var modulus = new BigInteger(key.Modulus, isUnsigned: true, isBigEndian: true);
        var exponent = new BigInteger(key.Exponent, isUnsigned: true, isBigEndian: true);
        var bits = modulus.GetBitLength();
        if (bits is < MinRsaBits or > MaxRsaBits)
        {
            return $"has a modulus of {bits} bits. Use an RSA key of {MinRsaBits} to {MaxRsaBits} bits";
        }

        if (modulus.IsEven)
        {
            return "has an even modulus, so it is not an RSA key. Create a new key";
        }

        return exponent < MinRsaExponent || exponent.IsEven || exponent.GetBitLength() > 256
            ? $"has an unsafe public exponent. Use {MinRsaExponent}"
            : null;
    }
}
