using System.Net;
using System.Net.Sockets;
using HipaaJwt.Recipes.Tests.Support;
using Recipes;

namespace HipaaJwt.Recipes.Tests;

/// <summary>Runs both programs of docs/recipes/gateway.md. The client has another address than the gateway.</summary>
public sealed class GatewayTests : IAsyncLifetime
{
    private static readonly IPAddress ClientAddress = IPAddress.Parse("127.0.0.2");

    private RecipeHost _gateway = null!;
    private RecipeHost _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await RecipeHost.StartWithSettingsAsync(
            Gateway.RunApi, RecipeHost.SettingsOf("gateway", 1), arguments: "--GatewayAddress=127.0.0.1");
        _gateway = await RecipeHost.StartAsync(
            Gateway.RunGateway,
            "gateway",
            TrustTheIssuerOfTheApi,
            "--ReverseProxy:Clusters:charts:Destinations:one:Address=" + _api.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task A_valid_token_passes_the_gateway_and_the_service_records_the_address_of_the_client()
    {
        using var response = await GetAsync("physician");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().Be($"chart c-1 for dr.rivera at {_gateway.Address.Authority}");
        foreach (var audit in new[] { _gateway.GetAuditRecorder(), _api.GetAuditRecorder() })
        {
            audit.ShouldHave(AuditEventType.AccessGranted).By("dr.rivera").Once().RemoteAddress.Should().Be(ClientAddress);
        }
    }

    [Fact]
    public async Task A_client_cannot_choose_the_recorded_address()
    {
        using var response = await GetAsync("physician", request => request.Headers.Add("X-Forwarded-For", "203.0.113.9"));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        _api.GetAuditRecorder().Events.Should().ContainSingle().Which.RemoteAddress.Should().Be(ClientAddress);
    }

    [Fact]
    public async Task The_service_decides_on_permissions()
    {
        using var response = await GetAsync("clerk");

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        _gateway.GetAuditRecorder().ShouldHave(AuditEventType.AccessGranted).By("dr.rivera").Once();
        _api.GetAuditRecorder().ShouldHave(AuditEventType.AccessDenied).Because(JwtErrorCode.PermissionMissing).Once();
    }

    [Fact]
    public async Task An_expired_token_stops_at_the_gateway()
    {
        var token = _api.GetTestIssuer().CreateExpiredToken("dr.rivera", roles: ["physician"]);
        using var response = await GetAsync("physician", request => request.Headers.Authorization = new("Bearer", token));

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        _gateway.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).Because(JwtErrorCode.TokenExpired).Once();
        _api.GetAuditRecorder().Events.Should().BeEmpty();
    }

    [Fact]
    public async Task The_service_validates_a_token_that_did_not_pass_the_gateway()
    {
        using var client = _api.Connect().With(_api.GetTestIssuer().CreateForgedToken("dr.rivera", roles: ["physician"]));

        using var response = await client.GetAsync("/charts/c-1");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        _api.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).Because(JwtErrorCode.SignatureInvalid).Once();
    }

    private void TrustTheIssuerOfTheApi(IServiceCollection services) => services.PostConfigure<HipaaJwtOptions>(options =>
    {
        options.Issuers[0].SigningKeys.Clear();
        options.Issuers[0].SigningKeys.Add(_api.GetTestIssuer().PublicKey);
    });

    private async Task<HttpResponseMessage> GetAsync(string role, Action<HttpRequestMessage>? change = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = _gateway.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/charts/c-1");
        request.Headers.Authorization = new("Bearer", _api.GetTestIssuer().CreateToken("dr.rivera", roles: [role]));
        change?.Invoke(request);
        return await client.SendAsync(request);
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(ClientAddress, 0));
        await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
