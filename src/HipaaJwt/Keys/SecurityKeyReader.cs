using System.Security.Cryptography;
using HipaaJwt.Jws;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Keys;

/// <summary>Reads the public parts of the key types of Microsoft.IdentityModel.Tokens. It never copies private parts.</summary>
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
    /// <param name="problem">
    /// The problem and the remedy, or null: the predicate of a sentence whose subject is the key, without the last full stop.
    /// </param>
    /// <returns>The key; null if there is a problem.</returns>
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
                return FromRsa(key, rsa.Rsa?.ExportParameters(false) ?? rsa.Parameters);
            case ECDsaSecurityKey ecdsa:
                return FromEllipticCurve(key, ecdsa.ECDsa.ExportParameters(false));
            case X509SecurityKey { PublicKey: RSA rsa }:
                return FromRsa(key, rsa.ExportParameters(false));
            case X509SecurityKey { PublicKey: ECDsa ecdsa }:
                return FromEllipticCurve(key, ecdsa.ExportParameters(false));
            default:
                problem = $"is of the type {key.GetType().Name}. Use a JsonWebKey, RsaSecurityKey, ECDsaSecurityKey, "
                    + "X509SecurityKey or SymmetricSecurityKey";
                return null;
        }
    }

    private static VerificationKeyMaterial FromRsa(SecurityKey key, RSAParameters parameters) => new()
    {
        Family = KeyFamily.Rsa,
        KeyId = key.KeyId,
        HasPrivateParts = HasPrivateParts(key),
        Rsa = new RSAParameters { Modulus = WithoutLeadingZeros(parameters.Modulus), Exponent = parameters.Exponent },
    };

    private static VerificationKeyMaterial FromEllipticCurve(SecurityKey key, ECParameters parameters)
    {
        var oid = parameters.Curve.IsNamed ? parameters.Curve.Oid : null;
        return new VerificationKeyMaterial
        {
            Family = KeyFamily.EllipticCurve,
            KeyId = key.KeyId,
            HasPrivateParts = HasPrivateParts(key),
            Curve = Array.Find(Curves, known => IsSame(known.Oid, oid)).Curve,
            EllipticCurve = new ECParameters { Curve = parameters.Curve, Q = parameters.Q },
        };
    }

    /// <summary>Some platforms give a curve only its friendly name.</summary>
    private static bool IsSame(string knownOid, Oid? oid) =>
        knownOid == oid?.Value || ECCurve.CreateFromValue(knownOid).Oid.FriendlyName == oid?.FriendlyName;

    private static bool HasPrivateParts(SecurityKey key) =>
        key is AsymmetricSecurityKey { PrivateKeyStatus: PrivateKeyStatus.Exists };

    /// <summary>A signature is as long as the modulus, so leading zeros would make its length wrong.</summary>
    public static byte[] WithoutLeadingZeros(byte[]? number) => [.. (number ?? []).SkipWhile(octet => octet == 0)];
}
