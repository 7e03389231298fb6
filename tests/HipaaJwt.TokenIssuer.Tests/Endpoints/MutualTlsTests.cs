using System.Net;
using System.Security.Cryptography.X509Certificates;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>RFC 8705, sections 3 and 4: sessions that are bound to a client certificate, over real TLS.</summary>
public sealed class MutualTlsTests : IAsyncLifetime
{
    private readonly X509Certificate2 _certificate = SelfSigned.Client();
    private readonly X509Certificate2 _server = SelfSigned.Server();
    private EndpointLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await EndpointLab.StartAsync(configure: builder =>
        builder.WebHost.UseUrls().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(tls =>
        {
            tls.ServerCertificate = X509CertificateLoader.LoadPkcs12(_server.Export(X509ContentType.Pkcs12), null);
            tls.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            tls.AllowAnyClientCertificate();
        }))));

    public async ValueTask DisposeAsync()
    {
        await _lab.DisposeAsync();
        _certificate.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task A_refresh_needs_the_certificate_of_the_session()
    {
        using var other = SelfSigned.Client();
        var tokens = await _lab.SignInAsync(binding: TokenBinding.ToCertificate(_certificate));

        (await RefreshAsync(tokens.RefreshToken!, null)).Should().BeEquivalentTo(new { Status = 400, Error = "invalid_grant" });
        (await RefreshAsync(tokens.RefreshToken!, other)).Should().BeEquivalentTo(new { Status = 400, Error = "invalid_grant" });
        var answer = await RefreshAsync(tokens.RefreshToken!, _certificate);

        (answer.Status, answer.Text("token_type")).Should().Be((200, "Bearer"));
        answer.RefreshToken.Should().Be(tokens.RefreshToken, "a bound refresh token is not replaced");
    }

    private async Task<EndpointAnswer> RefreshAsync(string refreshToken, X509Certificate2? certificate)
    {
        using var handler = new SocketsHttpHandler { UseCookies = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) =>
            presented is not null && presented.GetRawCertData().AsSpan().SequenceEqual(_server.RawData);
        handler.SslOptions.ClientCertificates = certificate is null
            ? []
            : [X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null)];
        using var client = new HttpClient(handler);
        using var form = new FormUrlEncodedContent(
        [
            KeyValuePair.Create("grant_type", "refresh_token"),
            KeyValuePair.Create("client_id", EndpointLab.Phone),
            KeyValuePair.Create("refresh_token", refreshToken),
        ]);
        using var response = await client.PostAsync(new Uri(_lab.Address, "/token"), form);
        return await EndpointAnswer.ReadAsync(response);
    }
}
