using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HipaaJwt.Benchmarks.Workload;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Benchmarks.Web;

/// <summary>
/// Serves the metadata and the key of many issuers over https. Writes a token of each issuer and the certificate to a folder, and the
/// address to standard output. It listens until standard input is closed.
/// </summary>
internal static class IssuersCommand
{
    public const string Name = "serve-issuers";
    public const int Count = 200;
    public const string Tokens = "tokens";
    public const string Certificate = "certificate.pem";

    public static async Task<int> RunAsync(string folder)
    {
        var keys = new SigningKey[Count];
        Parallel.For(0, Count, number => keys[number] = SigningKey.Create(AlgorithmOf(number)));
        using var certificate = CreateCertificate();
        await File.WriteAllTextAsync(Path.Combine(folder, Certificate), certificate.ExportCertificatePem());

        await using var app = Build(keys, certificate);
        await app.StartAsync();
        var address = new Uri(app.Urls.First());
        await File.WriteAllLinesAsync(
            Path.Combine(folder, Tokens),
            keys.Select((key, number) => SignedToken.Create(key, AccessToken.Claims(number, issuer: IssuerOf(address, number))).Text));
        Console.WriteLine(address);
        await Console.In.ReadToEndAsync();
        Array.ForEach(keys, key => key.Dispose());
        return 0;
    }

    /// <summary>One issuer of four signs with RSA, because RSA keys take long to create. The others sign with an elliptic curve.</summary>
    public static JwsAlgorithm AlgorithmOf(int number) => number % 4 == 0 ? JwsAlgorithm.RS256 : JwsAlgorithm.ES256;

    public static string IssuerOf(Uri address, int number) =>
        new Uri(address, string.Create(CultureInfo.InvariantCulture, $"/issuers/{number}")).AbsoluteUri;

    private static WebApplication Build(SigningKey[] keys, X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        var sets = Array.ConvertAll(keys, PublishedKeys.SetOf);
        app.MapGet("/issuers/{number:int}/.well-known/openid-configuration", (int number, HttpContext context) =>
        {
            var issuer = IssuerOf(new Uri($"{context.Request.Scheme}://{context.Request.Host}"), number);
            return Results.Text($$"""{"issuer":"{{issuer}}","jwks_uri":"{{issuer}}/keys"}""", "application/json");
        });
        app.MapGet("/issuers/{number:int}/keys", (int number) => Results.Text(sets[number], "application/json"));
        return app;
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Issuers", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
