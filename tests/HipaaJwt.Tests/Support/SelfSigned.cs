using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HipaaJwt.Tests.Support;

/// <summary>Creates self-signed certificates in memory.</summary>
public static class SelfSigned
{
    public static X509Certificate2 Client() => Create("CN=client", _ => { });

    /// <summary>Creates a server certificate for the loopback address.</summary>
    public static X509Certificate2 Server() => Create("CN=127.0.0.1", request =>
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
    });

    public static string ThumbprintOf(X509Certificate2 certificate) => RawToken.Base64(SHA256.HashData(certificate.RawData));

    private static X509Certificate2 Create(string name, Action<CertificateRequest> change)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        change(request);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }
}
