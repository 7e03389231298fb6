using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Keys;

#pragma warning disable CA2000 // The keys belong to the options, which live as long as the process.

/// <summary>Reads keys and certificates from PEM (RFC 7468). RSA keys and keys on elliptic curves are supported.</summary>
internal static class PemKeyReader
{
    /// <summary>Reads a public key, or a private key that is not encrypted.</summary>
    /// <returns>The key; null if it cannot be read.</returns>
    public static SecurityKey? ReadKey(string pem, string? keyId) =>
        ReadRsa(pem) is { } rsa ? new RsaSecurityKey(rsa) { KeyId = keyId }
        : ReadEllipticCurve(pem) is { } ecdsa ? new ECDsaSecurityKey(ecdsa) { KeyId = keyId }
        : null;

    /// <summary>
    /// Reads the first certificate. Without a key ID, the key has the thumbprint of the certificate, like any X509SecurityKey.
    /// </summary>
    /// <returns>The key; null if it cannot be read.</returns>
    public static X509SecurityKey? ReadCertificate(string pem, string? keyId)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPem(pem);
            return keyId is null ? new X509SecurityKey(certificate) : new X509SecurityKey(certificate, keyId);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static RSAParameters? ReadRsa(string pem)
    {
        using var key = RSA.Create();
        return TryImport(key, pem) ? key.ExportParameters(HasPrivateKey(pem)) : null;
    }

    private static ECDsa? ReadEllipticCurve(string pem)
    {
        var key = ECDsa.Create();
        if (TryImport(key, pem))
        {
            return key;
        }

        key.Dispose();
        return null;
    }

    private static bool HasPrivateKey(string pem) => KeyMaterialText.Of(pem).Kind == KeyMaterial.PrivateKey;

    private static bool TryImport(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
