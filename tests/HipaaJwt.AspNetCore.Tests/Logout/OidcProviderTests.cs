using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AspNetCore.Tests.Logout;

/// <summary>A logout at a real OpenID Provider, which sends its logout token over HTTP.</summary>
[Trait("Speed", "Slow")]
public sealed class OidcProviderTests
{
    [Theory]
    [InlineData(true, JwtErrorCode.SessionEnded, "Session")]
    [InlineData(false, JwtErrorCode.TokenRevoked, "Subject")]
    public async Task A_logout_at_the_provider_ends_the_access_token(bool withSession, JwtErrorCode code, string kind)
    {
        OidcProvider.Require();
        TrustedIssuer issuer = new();
        var sink = new MemorySink();
        await using var app = Build(issuer, sink, out var address);
        using var provider = await OidcProvider.StartAsync(new Uri(address, "/backchannel-logout"), withSession);
        Configure(issuer, provider.Issuer);
        app.MapHipaaJwtBackChannelLogout();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var token = await provider.LogInAsync("user-42");
        (await GetStatusAsync(address, token)).Should().Be(200);

        (await provider.LogOutAsync()).Should().Be("sent");

        (await GetStatusAsync(address, token)).Should().Be(401);
        sink.Events[^1].ReasonCode.Should().Be(code);
        var revoked = sink.Events.Should().ContainSingle(logout => logout.Type == AuditEventType.TokenRevoked).Subject;
        (revoked.ResourceType, revoked.Resource, revoked.RevocationReason).Should().Be((kind, provider.Issuer, RevocationReason.Logout));
    }

    /// <summary>The clock is the system's, because the provider uses it too. The service knows the provider when it starts.</summary>
    private static WebApplication Build(TrustedIssuer issuer, MemorySink sink, out Uri address)
    {
        using (var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0))
        {
            listener.Start();
            address = new Uri("http://" + listener.LocalEndpoint);
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address.AbsoluteUri);
        builder.Logging.ClearProviders();
        builder.Services.AddHipaaJwt(options => options.Issuers.Add(issuer))
            .AddPermissions(map => map.Role("physician").Grants("chart:read"))
            .AddAuditSink(sink, AuditDelivery.Required)
            .AddMemoryStores();
        builder.Services.Configure<HipaaJwtOptions>(options => options.Revocation.AcceptTokensOlderThanStore = true);
        builder.Services.AddAuthentication().AddHipaaJwtBearer();
        var app = builder.Build();
        app.MapGet("/chart", () => "chart").RequirePermission("chart:read");
        return app;
    }

    private static void Configure(TrustedIssuer issuer, string name)
    {
        issuer.Issuer = name;
        issuer.Audiences.Add(TestIssuer.Audience);
        issuer.Algorithms.Add(JwsAlgorithm.RS256);
        issuer.MetadataAddress = name + "/.well-known/openid-configuration";
        issuer.LogoutAudiences.Add(OidcProvider.ClientId);
        issuer.RequiredClaims.Add("sid");
    }

    private static async Task<int> GetStatusAsync(Uri address, string token)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var response = await client.GetAsync(new Uri(address, "/chart"), TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
