using System.Net.Http.Headers;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

public sealed class LogoutEndpointTests : IAsyncLifetime
{
    private EndpointLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await EndpointLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A_logout_ends_the_session_of_the_access_token()
    {
        var (tokens, other) = (await _lab.SignInAsync(), await _lab.SignInAsync());

        var answer = await LogOutAsync(tokens.AccessToken);

        (answer.Status, answer.Body, answer.Header("Cache-Control")).Should().Be((200, string.Empty, "no-store"));
        (await _lab.ChartStatusAsync(tokens.AccessToken)).Should().Be(401);
        (await _lab.RefreshAsync(tokens.RefreshToken)).Error.Should().Be("invalid_grant");
        (await _lab.ChartStatusAsync(other.AccessToken)).Should().Be(200);
        var ended = _lab.Sink.Of(AuditEventType.SessionEnded).Should().ContainSingle().Subject;
        (ended.SessionEndReason, ended.SessionId).Should().Be((SessionEndReason.Logout, tokens.SessionId));
    }

    [Fact]
    public async Task A_logout_over_plain_HTTP_from_another_machine_is_rejected()
    {
        await using var lab = await EndpointLab.StartAsync(configure: builder => builder.Services.AddRemoteClients());
        var tokens = await lab.SignInAsync();

        var answer = await lab.PostAsync(
            "/logout", [], headers => headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken));

        answer.Error.Should().Be("invalid_request");
        (await lab.Get<ISessionAdministrator>().ListAsync("dr.rivera")).Should().ContainSingle();
    }

    [Fact]
    public async Task A_logout_without_a_session_ends_the_access_token()
    {
        var tokens = await _lab.SignInAsync(startSession: false);

        (await LogOutAsync(tokens.AccessToken)).Status.Should().Be(200);

        (await _lab.ChartStatusAsync(tokens.AccessToken)).Should().Be(401);
    }

    [Fact]
    public async Task A_second_logout_is_rejected_like_any_ended_token()
    {
        var tokens = await _lab.SignInAsync();
        await LogOutAsync(tokens.AccessToken);

        var answer = await LogOutAsync(tokens.AccessToken);

        (answer.Status, answer.Header("WWW-Authenticate")).Should().Be((401, "Bearer error=\"invalid_token\""));
    }

    [Fact]
    public async Task A_rejected_token_writes_one_event()
    {
        (await LogOutAsync("a.b.c")).Status.Should().Be(401);

        _lab.Rejections.Should().ContainSingle().Which.Resource.Should().Be("POST /logout");
    }

    /// <summary>
    /// If the application authenticates every request, its address decides, as at all other endpoints. Otherwise it is that of the issuer.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_that_is_bound_to_a_key_needs_a_proof_of_this_request(bool authenticates)
    {
        var scheme = authenticates ? HipaaJwtBearerDefaults.AuthenticationScheme : string.Empty;
        await using var lab = await EndpointLab.StartAsync(
            configure: builder => builder.Services.AddAuthentication(scheme).AddCookie());
        using var client = new DPoPClient();
        using var thief = new DPoPClient();
        var address = authenticates ? lab.Address.AbsoluteUri + "logout" : EndpointLab.Issuer + "/logout";
        var tokens = await lab.SignInAsync(binding: TokenBinding.ToKey(client.Thumbprint));

        (await LogOutAsync(tokens.AccessToken, null, lab)).Status.Should().Be(401);
        (await LogOutAsync(tokens.AccessToken, Proof(thief, tokens.AccessToken, address), lab)).Status.Should().Be(401);
        var otherAddress = Proof(client, tokens.AccessToken, "https://evil.example/logout");
        (await LogOutAsync(tokens.AccessToken, otherAddress, lab)).Status.Should().Be(401);
        (await LogOutAsync(tokens.AccessToken, Proof(client, tokens.AccessToken, address), lab)).Status.Should().Be(200);

        (await lab.RefreshAsync(tokens.RefreshToken)).Error.Should().Be("invalid_grant");
        lab.Rejections.Should().HaveCount(4, "each rejection is recorded once");
    }

    [Fact]
    public async Task An_invalid_proof_is_named()
    {
        using var client = new DPoPClient();
        var tokens = await _lab.SignInAsync(binding: TokenBinding.ToKey(client.Thumbprint));

        var answer = await LogOutAsync(tokens.AccessToken, "x");

        (answer.Status, answer.Header("WWW-Authenticate")).Should().Be((401, "DPoP error=\"invalid_dpop_proof\""));
    }

    [Fact]
    public async Task A_store_that_is_down_is_unavailable()
    {
        var tokens = await _lab.SignInAsync();
        _lab.Sessions.Fails = true;

        var answer = await LogOutAsync(tokens.AccessToken);

        (answer.Status, answer.Header("Retry-After")).Should().Be((503, "1"));
    }

    private static string Proof(DPoPClient client, string token, string address) => client.Proof(
        token,
        claims: claims => (claims["htm"], claims["iat"]) = ("POST", EndpointLab.Now.ToUnixTimeSeconds()),
        address: address);

    private Task<EndpointAnswer> LogOutAsync(string token, string? proof = null, EndpointLab? lab = null) => (lab ?? _lab).SendAsync(
        HttpMethod.Post,
        "/logout",
        null,
        headers =>
        {
            headers.Authorization = new AuthenticationHeaderValue(proof is null ? "Bearer" : "DPoP", token);
            if (proof is not null)
            {
                headers.Add("DPoP", proof);
            }
        });
}
