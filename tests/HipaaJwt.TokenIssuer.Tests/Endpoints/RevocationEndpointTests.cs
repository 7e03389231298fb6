namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>RFC 7009.</summary>
public sealed class RevocationEndpointTests : IAsyncLifetime
{
    private EndpointLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await EndpointLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("refresh_token")]
    [InlineData("access_token")]
    [InlineData("x")]
    public async Task A_refresh_token_ends_its_session_whatever_the_hint_says(string? hint)
    {
        var tokens = await _lab.SignInAsync();
        (await _lab.ChartStatusAsync(tokens.AccessToken)).Should().Be(200);

        var answer = await RevokeAsync(tokens.RefreshToken!, hint);

        (answer.Status, answer.Body, answer.Header("Cache-Control")).Should().Be((200, string.Empty, "no-store"));
        (await _lab.RefreshAsync(tokens.RefreshToken)).Error.Should().Be("invalid_grant");
        (await _lab.ChartStatusAsync(tokens.AccessToken)).Should().Be(401);
        _lab.Sink.Of(AuditEventType.SessionEnded).Should().ContainSingle()
            .Which.SessionEndReason.Should().Be(SessionEndReason.Logout);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("refresh_token")]
    [InlineData("access_token")]
    public async Task An_access_token_ends_alone(string? hint)
    {
        var tokens = await _lab.SignInAsync();

        (await RevokeAsync(tokens.AccessToken, hint)).Status.Should().Be(200);

        (await _lab.ChartStatusAsync(tokens.AccessToken)).Should().Be(401);
        var next = await _lab.RefreshAsync(tokens.RefreshToken);
        next.Status.Should().Be(200, "the session goes on");
        (await _lab.ChartStatusAsync(next.AccessToken)).Should().Be(200);
        var revoked = _lab.Sink.Of(AuditEventType.TokenRevoked).Should().ContainSingle().Subject;
        (revoked.ResourceType, revoked.ResourceId, revoked.Resource).Should().Be(("Token", tokens.TokenId, EndpointLab.Issuer));
    }

    [Fact]
    public async Task An_access_token_that_is_bound_to_a_key_needs_no_proof()
    {
        using var client = new HipaaJwt.Tests.Support.DPoPClient();
        var tokens = await _lab.SignInAsync(binding: TokenBinding.ToKey(client.Thumbprint));

        (await RevokeAsync(tokens.AccessToken)).Status.Should().Be(200);

        _lab.Sink.Of(AuditEventType.TokenRevoked).Should().ContainSingle();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("unknown-token-of-nobody")]
    public async Task An_unknown_token_is_no_error(string token)
    {
        var answer = await RevokeAsync(token);

        (answer.Status, answer.Body).Should().Be((200, string.Empty));
    }

    [Fact]
    public async Task Revoking_twice_is_no_error()
    {
        var tokens = await _lab.SignInAsync();
        await RevokeAsync(tokens.AccessToken);
        await RevokeAsync(tokens.RefreshToken!);

        (await RevokeAsync(tokens.AccessToken)).Status.Should().Be(200);
        (await RevokeAsync(tokens.RefreshToken!)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_client_cannot_revoke_tokens_of_another_and_learns_nothing()
    {
        var tokens = await _lab.SignInAsync(EndpointLab.Server);

        (await RevokeAsync(tokens.AccessToken)).Should().BeEquivalentTo(new { Status = 200, Body = string.Empty });
        (await RevokeAsync(tokens.RefreshToken!)).Should().BeEquivalentTo(new { Status = 200, Body = string.Empty });

        (await _lab.ChartStatusAsync(tokens.AccessToken)).Should().Be(200);
        _lab.Rejections.Should().Contain(rejected =>
            rejected.ReasonCode == JwtErrorCode.ClaimValueNotAllowed && rejected.ClientId == EndpointLab.Phone);
    }

    [Fact]
    public async Task A_confidential_client_authenticates()
    {
        var tokens = await _lab.SignInAsync(EndpointLab.Server);

        (await RevokeAsync(tokens.RefreshToken!, client: EndpointLab.Server)).Should()
            .BeEquivalentTo(new { Status = 401, Error = "invalid_client" });
        (await _lab.PostAsync("/revoke", [("token", tokens.RefreshToken!)], EndpointLab.AsServer)).Status.Should().Be(200);

        (await _lab.ChartStatusAsync(tokens.AccessToken)).Should().Be(401);
    }

    [Fact]
    public async Task A_request_without_a_token_is_invalid()
    {
        var answer = await _lab.PostAsync("/revoke", ("client_id", EndpointLab.Phone));

        (answer.Status, answer.Error).Should().Be((400, "invalid_request"));
    }

    [Fact]
    public async Task A_store_of_sessions_that_is_down_means_that_the_token_is_alive()
    {
        var tokens = await _lab.SignInAsync();
        _lab.Sessions.Fails = true;

        var answer = await RevokeAsync(tokens.RefreshToken!);

        (answer.Status, answer.Error, answer.Header("Retry-After")).Should().Be((503, "temporarily_unavailable", "1"));
        _lab.Sessions.Fails = false;
        (await _lab.RefreshAsync(tokens.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_store_of_revocations_that_is_down_means_that_the_token_is_alive()
    {
        var tokens = await _lab.SignInAsync();
        _lab.Revocations.FailsAppends = true;

        var answer = await RevokeAsync(tokens.AccessToken);

        (answer.Status, answer.Error, answer.Header("Retry-After")).Should().Be((503, "temporarily_unavailable", "1"));
    }

    [Fact]
    public async Task A_revocation_that_cannot_be_recorded_is_not_acknowledged()
    {
        var tokens = await _lab.SignInAsync();
        _lab.Sink.Fails = true;

        (await RevokeAsync(tokens.AccessToken)).Status.Should().Be(503);
        (await RevokeAsync(tokens.RefreshToken!)).Status.Should().Be(503);
    }

    private Task<EndpointAnswer> RevokeAsync(string token, string? hint = null, string client = EndpointLab.Phone) =>
        _lab.PostAsync("/revoke", ("client_id", client), ("token", token), ("token_type_hint", hint!));
}
