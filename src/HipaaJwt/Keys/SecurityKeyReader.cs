using System.Security.Cryptography;
using HipaaJwt.Jws;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Keys;

/// <summary>Takes what verification needs out of the key types of Microsoft.IdentityModel.Tokens; private parts stay behind.</summary>
internal static class SecurityKeyReader
{
    private static readonly (string Curve, string Oid)[] Curves =
    [
        ("P-256", "1.2.840.10045.3.1.7"),
        ("P-384", "1.3.132.0.34"),
        ("P-521", "1.3.132.0.35"),
    ];

    /// <summary>Reads a key.</summary>
    /// <param name="key">The key as configured.</param>
    /// <param name="problem">What is wrong with the key and what to use instead; it ends a sentence that names the key.</param>
    /// <returns>Null where there is a problem.</returns>
    public static VerificationKeyMaterial? Read(SecurityKey key, out string? problem)
    {
        VerificationKeyMaterial? material = null;
        try
        {
            material = ReadAny(key, out problem);
        }
        catch (CryptographicException)
        {
            problem = "cannot be read by the platform's cryptography. Create a new key";
        }

        problem ??= material is null ? null : KeyStrength.ProblemWith(material);
        return problem is null ? material : null;
    }

    private static VerificationKeyMaterial? ReadAny(SecurityKey key, out string? problem)
    {
        problem = null;
        switch (key)
        {
            case JsonWebKey jsonWebKey:
                return JsonWebKeyReader.Read(jsonWebKey, out problem);
            case SymmetricSecurityKey symmetric:
                return new VerificationKeyMaterial { Family = KeyFamily.Symmetric, KeyId = symmetric.KeyId, Secret = symmetric.Key };
            case RsaSecurityKey rsa:
                return OfRsa(key, rsa.Rsa?.ExportParameters(false) ?? rsa.Parameters);
            case ECDsaSecurityKey ecdsa:
                return OfCurve(key, ecdsa.ECDsa.ExportParameters(false));
            case X509SecurityKey { PublicKey: RSA rsa }:
                return OfRsa(key, rsa.ExportParameters(false));
            case X509SecurityKey { PublicKey: ECDsa ecdsa }:
                return OfCurve(key, ecdsa.ExportParameters(false));
            default:
                problem = $"is of the type {key.GetType().Name}. Use a JsonWebKey, RsaSecurityKey, ECDsaSecurityKey, "
                    + "X509SecurityKey or SymmetricSecurityKey";
                return null;
        }
    }

    private static VerificationKeyMaterial OfRsa(SecurityKey key, RSAParameters parameters) => new()
    {
        Family = KeyFamily.Rsa,
        KeyId = key.KeyId,
        HasPrivateParts = HasPrivateParts(key),
        Rsa = new RSAParameters { Modulus = WithoutLeadingZeros(parameters.Modulus), Exponent = parameters.Exponent },
    };

    private static VerificationKeyMaterial OfCurve(SecurityKey key, ECParameters parameters)
    {
        var oid = parameters.Curve.IsNamed ? parameters.Curve.Oid : null;
        return new VerificationKeyMaterial
        {
            Family = KeyFamily.EllipticCurve,
            KeyId = key.KeyId,
            HasPrivateParts = HasPrivateParts(key),
            Curve = Array.Find(Curves, known => known.Oid == oid?.Value || ECCurve.CreateFromValue(known.Oid).Oid.FriendlyName == oid?.FriendlyName).Curve,
            EllipticCurve = new ECParameters { Curve = parameters.Curve, Q = parameters.Q },
        };
    }

    private static bool HasPrivateParts(SecurityKey key) =>
        key is AsymmetricSecurityKey { PrivateKeyStatus: PrivateKeyStatus.Exists };

    /// <summary>A signature is as long as the modulus, so its length must be told without the zeros that some writers add.</summary>
    public static byte[] WithoutLeadingZeros(byte[]? number) => [.. (number ?? []).SkipWhile(digit => digit == 0)];
}
