using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Bearer;

/// <summary>Tokens that are bound to a client certificate (RFC 8705), over TLS and behind a proxy.</summary>
public sealed class MutualTlsTests : IDisposable
{
    private readonly X509Certificate2 _own = SelfSigned.Client();
    private readonly X509Certificate2 _other = SelfSigned.Client();
    private readonly X509Certificate2 _server = SelfSigned.Server();

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData(HttpProtocols.Http1, false)]
    [InlineData(HttpProtocols.Http2, false)]
    [InlineData(HttpProtocols.Http1, true)]
    public async Task Over_TLS_accepts_only_the_certificate_that_the_token_is_bound_to(HttpProtocols protocol, bool dropIn)
    {
        await using var server = await ClinicServer.StartAsync(
            builder => builder.WebHost.UseUrls("https://127.0.0.1:0").UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
                kestrel.ConfigureEndpointDefaults(endpoint =>
                {
                    endpoint.Protocols = protocol;
                    endpoint.UseHttps(https =>
                    {
                        https.ServerCertificate = _server;
                        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                        https.AllowAnyClientCertificate();
                    });
                })),
            authenticate: SchemeOf(dropIn));
        var token = BoundToken(server);

        (await SendAsync(server, token, _own)).Should().Be(HttpStatusCode.OK);
        (await SendAsync(server, token, _other)).Should().Be(HttpStatusCode.Unauthorized);
        (await SendAsync(server, token, null)).Should().Be(HttpStatusCode.Unauthorized);
        (await SendAsync(server, server.Issuer.Token(), _other)).Should().Be(HttpStatusCode.OK, "an unbound token needs no certificate");
        RejectionsOf(server).Select(rejection => (rejection.ReasonCode, rejection.ReasonMember)).Should().Equal(
            (JwtErrorCode.CertificateMismatch, "x5t#S256"),
            (JwtErrorCode.CertificateMissing, "x5t#S256"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Behind_a_proxy_accepts_only_the_forwarded_certificate_that_the_token_is_bound_to(bool dropIn)
    {
        await using var server = await ClinicServer.StartAsync(
            builder =>
            {
                builder.Services.AddCertificateForwarding(options => options.CertificateHeader = "X-Client-Cert");
                builder.Services.AddSingleton<IStartupFilter, CertificateForwardingFilter>();
            },
            authenticate: SchemeOf(dropIn));
        var bearer = "Authorization: Bearer " + BoundToken(server);

        (await server.SendAsync("GET /patients/7/chart", bearer, HeaderOf(_own))).Status.Should().Be(200);
        (await server.SendAsync("GET /patients/7/chart", bearer, HeaderOf(_other))).Status.Should().Be(401);
        (await server.SendAsync("GET /patients/7/chart", bearer)).Status.Should().Be(401);
        (await server.SendAsync("GET /patients/7/chart", bearer, "X-Client-Cert: invalid")).Status.Should().Be(401);
        RejectionsOf(server).Select(rejection => rejection.ReasonCode).Should().Equal(
            JwtErrorCode.CertificateMismatch, JwtErrorCode.CertificateMissing, JwtErrorCode.CertificateMissing);
    }

    [Fact]
    public async Task Ignores_the_certificate_header_without_certificate_forwarding()
    {
        await using var server = await ClinicServer.StartAsync();

        var response = await server.SendAsync("GET /patients/7/chart", "Authorization: Bearer " + BoundToken(server), HeaderOf(_own));

        response.Status.Should().Be(401);
        response.Challenge.Should().Be("Bearer error=\"invalid_token\"");
        server.Events.Should().ContainSingle().Which.ReasonCode.Should().Be(JwtErrorCode.CertificateMissing);
        var events = server.Events.Select(auditEvent => auditEvent.ToString());
        var all = string.Join('\n', [response.Text, .. server.Log.Lines.Select(line => line.Text), .. events]);
        all.Should().NotContain(SelfSigned.ThumbprintOf(_own)).And.NotContain(_own.Thumbprint).And.NotContain("CN=client");
    }

    private static Action<AuthenticationBuilder> SchemeOf(bool dropIn) =>
        builder => _ = dropIn ? builder.AddJwtBearer().UseHipaaJwtTokenHandler() : builder.AddHipaaJwtBearer();

    private static IEnumerable<AuditEvent> RejectionsOf(ClinicServer server) =>
        server.Events.Where(auditEvent => auditEvent.Type == AuditEventType.TokenRejected);

    private static string HeaderOf(X509Certificate2 certificate) => "X-Client-Cert: " + Convert.ToBase64String(certificate.RawData);

    private async Task<HttpStatusCode> SendAsync(ClinicServer server, string token, X509Certificate2? certificate)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) =>
            presented is not null && presented.GetRawCertData().AsSpan().SequenceEqual(_server.RawData);
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!;
        using var client = new HttpClient(handler)
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var response = await client.GetAsync(new Uri(server.Address, "/patients/7/chart"));
        return response.StatusCode;
    }

    private string BoundToken(ClinicServer server) =>
        server.Issuer.Token(claims: claims => claims["cnf"] = new JsonObject { ["x5t#S256"] = SelfSigned.ThumbprintOf(_own) });

    private sealed class CertificateForwardingFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseCertificateForwarding();
            next(app);
        };
    }
}
