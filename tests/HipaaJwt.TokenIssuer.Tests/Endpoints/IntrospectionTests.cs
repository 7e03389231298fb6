using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>RFC 7662.</summary>
public sealed class IntrospectionTests : IAsyncLifetime
{
    private const string Inactive = """{"active":false}""";

    private EndpointLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await EndpointLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task An_active_token_is_described()
    {
        var tokens = await _lab.SignInAsync();

        var answer = await IntrospectAsync(tokens.AccessToken);

        (answer.Status, answer.Header("Content-Type"), answer.Header("Cache-Control")).Should().Be((200, "application/json", "no-store"));
        answer.Json["active"]!.GetValue<bool>().Should().BeTrue();
        (answer.Text("token_type"), answer.Text("scope"), answer.Text("client_id"), answer.Text("sub"), answer.Text("iss"))
            .Should().Be(("Bearer", "chart.read chart.write", EndpointLab.Phone, "dr.rivera", EndpointLab.Issuer));
        (answer.Text("jti"), answer.Text("sid")).Should().Be((tokens.TokenId, tokens.SessionId));
        answer.Json["exp"]!.GetValue<long>().Should().Be(EndpointLab.Now.AddMinutes(5).ToUnixTimeSeconds());
        answer.Json["iat"]!.GetValue<long>().Should().Be(EndpointLab.Now.ToUnixTimeSeconds());
        answer.Json["aud"]!.ToJsonString().Should().Contain(EndpointLab.Audience);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    [InlineData("x")]
    public async Task The_hint_does_not_matter(string hint) =>
        (await IntrospectAsync((await _lab.SignInAsync()).AccessToken, hint)).Json["active"]!.GetValue<bool>().Should().BeTrue();

    [Fact]
    public async Task A_token_that_is_bound_to_a_key_is_described_with_its_key()
    {
        using var client = new DPoPClient();
        var tokens = await _lab.SignInAsync(binding: TokenBinding.ToKey(client.Thumbprint));

        var answer = await IntrospectAsync(tokens.AccessToken);

        (answer.Text("token_type"), answer.Json["cnf"]!["jkt"]!.GetValue<string>()).Should().Be(("DPoP", client.Thumbprint));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJhY3RpdmUiOnRydWV9.")]
    public async Task A_token_that_is_not_valid_is_inactive_and_nothing_else(string token) =>
        (await IntrospectAsync(token)).Should().BeEquivalentTo(new { Status = 200, Body = Inactive });

    [Fact]
    public async Task A_forged_token_is_inactive()
    {
        var token = (await _lab.SignInAsync()).AccessToken;

        (await IntrospectAsync(token[..^8] + "AAAAAAAA")).Body.Should().Be(Inactive);
    }

    [Fact]
    public async Task An_expired_token_is_inactive()
    {
        var token = (await _lab.SignInAsync()).AccessToken;
        _lab.Time.Advance(TimeSpan.FromMinutes(6));

        (await UntilReadAsync(token)).Body.Should().Be(Inactive);
    }

    [Fact]
    public async Task A_revoked_token_is_inactive()
    {
        var tokens = await _lab.SignInAsync();
        await _lab.PostAsync("/revoke", ("client_id", EndpointLab.Phone), ("token", tokens.AccessToken));

        (await IntrospectAsync(tokens.AccessToken)).Body.Should().Be(Inactive);
    }

    [Fact]
    public async Task A_token_of_an_ended_session_is_inactive()
    {
        var tokens = await _lab.SignInAsync();
        await _lab.PostAsync("/revoke", ("client_id", EndpointLab.Phone), ("token", tokens.RefreshToken!));

        (await IntrospectAsync(tokens.AccessToken)).Body.Should().Be(Inactive);
    }

    [Fact]
    public async Task A_refresh_token_is_inactive() =>
        (await IntrospectAsync((await _lab.SignInAsync()).RefreshToken!)).Body.Should().Be(Inactive);

    [Fact]
    public async Task A_token_of_another_issuer_that_the_trust_accepts_is_inactive()
    {
        using var partner = new TestIssuer();
        await using var lab = await EndpointLab.StartAsync(trust: options => options.Issuers.Add(partner.Trust(issuer =>
            issuer.ReplaceAudiences(EndpointLab.Audience))));
        var (issued, expires) = (EndpointLab.Now.ToUnixTimeSeconds(), EndpointLab.Now.AddMinutes(5).ToUnixTimeSeconds());
        var token = partner.Token(claims: claims =>
            (claims["iat"], claims["exp"], claims["aud"]) = (issued, expires, EndpointLab.Audience));
        (await lab.ChartStatusAsync(token)).Should().Be(200);

        (await lab.PostAsync("/introspect", [("token", token)], EndpointLab.AsServer)).Body.Should().Be(Inactive);
    }

    [Fact]
    public async Task A_claim_cannot_pretend_to_be_a_member_of_the_response()
    {
        var result = await _lab.Get<ITokenIssuer>().IssueAsync(new TokenRequest
        {
            Subject = "dr.rivera",
            ClientId = EndpointLab.Phone,
            Claims = new JsonObject { ["active"] = false, ["token_type"] = "x", ["unit"] = "7" },
        });

        var answer = await IntrospectAsync(result.Tokens!.AccessToken);

        answer.Body.Should().StartWith("""{"active":true,"token_type":"Bearer",""").And.Contain("\"unit\":\"7\"");
        (answer.Body.Split("\"active\"").Length, answer.Body.Split("\"token_type\"").Length).Should().Be((2, 2));
    }

    [Theory]
    [InlineData(EndpointLab.Phone)]
    [InlineData("unknown")]
    public async Task A_client_without_authentication_learns_nothing(string client)
    {
        var answer = await _lab.PostAsync("/introspect", ("client_id", client), ("token", (await _lab.SignInAsync()).AccessToken));

        (answer.Status, answer.Error).Should().Be(client == EndpointLab.Phone ? (400, "unauthorized_client") : (401, "invalid_client"));
        answer.Body.Should().NotContain("active");
    }

    [Fact]
    public async Task A_client_without_the_permission_is_not_authorized()
    {
        var token = (await _lab.SignInAsync(EndpointLab.Other)).AccessToken;

        var answer = await _lab.PostAsync("/introspect", [("token", token)], headers =>
            headers.Authorization = EndpointLab.Basic(EndpointLab.Other, EndpointLab.Secret));

        (answer.Status, answer.Error).Should().Be((400, "unauthorized_client"));
        (_lab.Rejections[^1].ReasonCode, _lab.Rejections[^1].ClientId)
            .Should().Be((JwtErrorCode.ClientNotAuthenticated, EndpointLab.Other));
    }

    [Fact]
    public async Task A_request_without_a_token_is_invalid() =>
        (await _lab.PostAsync("/introspect", [], EndpointLab.AsServer)).Error.Should().Be("invalid_request");

    [Fact]
    public async Task An_unknown_state_is_unavailable_and_never_inactive()
    {
        var token = (await _lab.SignInAsync()).AccessToken;
        _lab.Revocations.FailsReads = true;
        _lab.Time.Advance(TimeSpan.FromSeconds(6));

        var answer = await IntrospectAsync(token);

        (answer.Status, answer.Error, answer.Header("Retry-After")).Should().Be((503, "temporarily_unavailable", "1"));
    }

    [Fact]
    public async Task An_introspection_writes_one_event_that_names_the_endpoint()
    {
        var token = (await _lab.SignInAsync()).AccessToken;
        var before = _lab.Sink.Events.Count;

        await IntrospectAsync(token);

        var accepted = _lab.Sink.Events.Skip(before).Should().ContainSingle().Subject;
        (accepted.Type, accepted.Resource).Should().Be((AuditEventType.TokenAccepted, "POST /introspect"));
    }

    private Task<EndpointAnswer> IntrospectAsync(string token, string? hint = null) =>
        _lab.PostAsync("/introspect", [("token", token), ("token_type_hint", hint!)], EndpointLab.AsServer);

    /// <summary>After a leap of the clock, the log of revocations must be read again.</summary>
    private async Task<EndpointAnswer> UntilReadAsync(string token)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var answer = await IntrospectAsync(token);
            if (answer.Status != 503)
            {
                return answer;
            }

            limit.Token.ThrowIfCancellationRequested();
            _lab.Time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }
}
