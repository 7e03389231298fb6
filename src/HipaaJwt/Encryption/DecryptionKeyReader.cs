using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HipaaJwt.Keys;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Encryption;

/// <summary>Takes what decryption needs, private parts first of all, out of the key types of Microsoft.IdentityModel.Tokens.</summary>
internal static class DecryptionKeyReader
{
    private const string NoPrivatePart = "has no private part, and with a public key nothing can be decrypted. Hand over the whole key";

    /// <summary>Reads a key.</summary>
    /// <param name="key">The key as configured.</param>
    /// <param name="problem">What is wrong with the key and what to use instead; it ends a sentence that names the key.</param>
    /// <returns>Null where there is a problem.</returns>
    public static DecryptionKeyMaterial? Read(SecurityKey key, out string? problem)
    {
        problem = null;
        try
        {
            return ReadAny(key, out problem);
        }
        catch (CryptographicException)
        {
            problem = "has no private part that can be read. Hand over a key whose private part can be exported, or its certificate as an X509SecurityKey";
            return null;
        }
    }

    /// <summary>A key pair on one of the three curves.</summary>
    public static DecryptionKeyMaterial? OfCurve(string? keyId, string? declared, ECParameters pair, out string? problem)
    {
        problem = null;
        var named = pair.Curve.IsNamed ? pair.Curve.Oid : null;
        var curve = NistCurve.All.FirstOrDefault(known => known.Oid == named?.Value || known.Curve.Oid.FriendlyName == named?.FriendlyName);
        if (curve is null)
        {
            problem = "is not on P-256, P-384 or P-521. Use one of these curves";
            return null;
        }

        if (pair.D is null)
        {
            problem = NoPrivatePart;
            return null;
        }

        return new DecryptionKeyMaterial { KeyId = keyId, DeclaredAlgorithm = declared, Curve = curve, EllipticCurve = () => ECDiffieHellman.Create(pair) };
    }

    /// <summary>An RSA key pair above the floor.</summary>
    public static DecryptionKeyMaterial? OfRsa(string? keyId, string? declared, RSAParameters pair, out string? problem)
    {
        problem = pair.D is null ? NoPrivatePart : KeyStrength.ProblemWith(new VerificationKeyMaterial { Family = Jws.KeyFamily.Rsa, Rsa = pair });
        return problem is null
            ? new DecryptionKeyMaterial { KeyId = keyId, DeclaredAlgorithm = declared, Rsa = () => RSA.Create(pair) }
            : null;
    }

    private static DecryptionKeyMaterial? ReadAny(SecurityKey key, out string? problem)
    {
        problem = null;
        switch (key)
        {
            case JsonWebKey jsonWebKey:
                return DecryptionJwkReader.Read(jsonWebKey, out problem);
            case SymmetricSecurityKey symmetric:
                return new DecryptionKeyMaterial { KeyId = symmetric.KeyId, Secret = symmetric.Key };
            case RsaSecurityKey rsa:
                return OfRsa(key.KeyId, null, rsa.Rsa?.ExportParameters(true) ?? rsa.Parameters, out problem);
            case ECDsaSecurityKey ecdsa:
                return OfCurve(key.KeyId, null, ecdsa.ECDsa.ExportParameters(true), out problem);
            case X509SecurityKey certificate:
                return OfCertificate(certificate, out problem);
            default:
                problem = $"is of the type {key.GetType().Name}. Use a JsonWebKey, RsaSecurityKey, ECDsaSecurityKey, "
                    + "X509SecurityKey or SymmetricSecurityKey";
                return null;
        }
    }

    /// <summary>A certificate gives its key as often as it is asked, so a store that does not let it out can be used.</summary>
    private static DecryptionKeyMaterial? OfCertificate(X509SecurityKey key, out string? problem)
    {
        var certificate = key.Certificate;
        problem = certificate.HasPrivateKey ? null : NoPrivatePart;
        if (problem is not null)
        {
            return null;
        }

        if (certificate.GetRSAPublicKey() is { } rsa)
        {
            using (rsa)
            {
                problem = KeyStrength.ProblemWith(new VerificationKeyMaterial { Family = Jws.KeyFamily.Rsa, Rsa = rsa.ExportParameters(false) });
            }

            return problem is null ? new DecryptionKeyMaterial { KeyId = key.KeyId, Rsa = () => certificate.GetRSAPrivateKey()! } : null;
        }

        using var agreement = certificate.GetECDiffieHellmanPrivateKey();
        problem = "has neither RSA nor an elliptic curve that may agree on keys. Use another certificate";
        return agreement is null ? null : OfCurve(key.KeyId, null, agreement.ExportParameters(true), out problem);
    }
}
