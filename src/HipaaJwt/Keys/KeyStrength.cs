using System.Numerics;
using System.Security.Cryptography;
using HipaaJwt.Jws;

namespace HipaaJwt.Keys;

/// <summary>The floor below which no key is trusted (RFC 7518, sections 3.2 to 3.5; FIPS 186-5).</summary>
internal static class KeyStrength
{
    private const int MinRsaBits = 2048;
    private const int MinRsaExponent = 65537;

    /// <summary>Above this, one verification costs so much that the key itself is an attack.</summary>
    private const int MaxRsaBits = 16384;

    /// <summary>The least length of a symmetric key: the digest of the smallest HMAC.</summary>
    private const int MinSecretBytes = 32;

    /// <summary>What is wrong and what to use instead, or null.</summary>
    public static string? ProblemWith(VerificationKeyMaterial key) => key.Family switch
    {
        KeyFamily.Rsa => ProblemWith(key.Rsa),
        KeyFamily.Symmetric when key.Secret.Length < MinSecretBytes =>
            $"has {key.Secret.Length * 8} bits; an HMAC key needs at least as many as its hash. Use 256 random bits or more",
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
            return "has an even modulus, so it is no RSA key. Create a new key";
        }

        return exponent < MinRsaExponent || exponent.IsEven || exponent.GetBitLength() > 256
            ? $"has an unsafe public exponent. Use {MinRsaExponent}"
            : null;
    }
}
