using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HipaaJwt.SenderConstraints;

/// <summary>
/// Checks that the client certificate is the one that the token is bound to (RFC 8705 section 3). The TLS layer has already
/// decided whether the certificate is valid.
/// </summary>
internal static class CertificateCheck
{
    private const string Member = "x5t#S256";

    public static JwtError Check(X509Certificate2? certificate, ReadOnlySpan<byte> thumbprint)
    {
        if (certificate is null)
        {
            return new JwtError(JwtErrorCode.CertificateMissing, Member);
        }

        return HasThumbprint(certificate, thumbprint) ? JwtError.None : new JwtError(JwtErrorCode.CertificateMismatch, Member);
    }

    private static bool HasThumbprint(X509Certificate2 certificate, ReadOnlySpan<byte> thumbprint)
    {
        try
        {
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(certificate.RawDataMemory.Span, digest);
            return digest.SequenceEqual(thumbprint);
        }
        catch (CryptographicException)
        {
            // The certificate is disposed.
            return false;
        }
    }
}
