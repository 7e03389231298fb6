using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HipaaJwt.Keys;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Encryption;

/// <summary>Reads private and symmetric keys from the key types of Microsoft.IdentityModel.Tokens.</summary>
internal static class DecryptionKeyReader
{
    private const string NoPrivatePart = "has no private part, and a public key cannot decrypt. Use the complete key pair";

    /// <summary>Reads a key.</summary>
    /// <param name="key">The key as configured.</param>
    /// <param name="problem">What is wrong with the key and what to use instead, to append to the key's path; null if valid.</param>
    /// <returns>The key; null if there is a problem.</returns>
    public static DecryptionKeyMaterial? Read(SecurityKey key, out string? problem)
    {
        problem = null;
        try
        {
            return ReadAny(key, out problem);
        }
        catch (CryptographicException)
        {
            problem = "has a private part that cannot be exported. "
                + "Use a key with an exportable private part, or its certificate as an X509SecurityKey";
            return null;
        }
    }

    /// <summary>Reads a key pair on P-256, P-384 or P-521.</summary>
    public static DecryptionKeyMaterial? ReadEllipticCurve(string? keyId, string? declared, ECParameters pair, out string? problem)
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

        return new DecryptionKeyMaterial
        {
            KeyId = keyId,
            DeclaredAlgorithm = declared,
            Curve = curve,
            EllipticCurve = () => ECDiffieHellman.Create(pair),
        };
    }

    /// <summary>Reads an RSA key pair of sufficient strength.</summary>
    public static DecryptionKeyMaterial? ReadRsa(string? keyId, string? declared, RSAParameters pair, out string? problem)
    {
        problem = pair.D is null
            ? NoPrivatePart
            : KeyStrength.ProblemWith(new VerificationKeyMaterial { Family = Jws.KeyFamily.Rsa, Rsa = pair });
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
                return ReadRsa(key.KeyId, null, rsa.Rsa?.ExportParameters(true) ?? rsa.Parameters, out problem);
            case ECDsaSecurityKey ecdsa:
                return ReadEllipticCurve(key.KeyId, null, ecdsa.ECDsa.ExportParameters(true), out problem);
            case X509SecurityKey certificate:
                return ReadCertificate(certificate, out problem);
            default:
                problem = $"is of the type {key.GetType().Name}, which is not supported. "
                    + "Use a JsonWebKey, RsaSecurityKey, ECDsaSecurityKey, X509SecurityKey or SymmetricSecurityKey";
                return null;
        }
    }

    /// <summary>Reads a certificate. Its RSA private key need not be exportable: the certificate opens it when needed.</summary>
    private static DecryptionKeyMaterial? ReadCertificate(X509SecurityKey key, out string? problem)
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
                var publicKey = new VerificationKeyMaterial { Family = Jws.KeyFamily.Rsa, Rsa = rsa.ExportParameters(false) };
                problem = KeyStrength.ProblemWith(publicKey);
            }

            return problem is null ? new DecryptionKeyMaterial { KeyId = key.KeyId, Rsa = () => certificate.GetRSAPrivateKey()! } : null;
        }

        using var agreement = certificate.GetECDiffieHellmanPrivateKey();
        problem = "has neither an RSA key nor an elliptic-curve key that allows key agreement. Use another certificate";
        return agreement is null ? null : ReadEllipticCurve(key.KeyId, null, agreement.ExportParameters(true), out problem);
    }
}
