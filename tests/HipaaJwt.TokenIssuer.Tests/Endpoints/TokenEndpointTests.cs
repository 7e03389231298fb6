namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>RFC 6749, sections 5 and 6, and RFC 9700, section 4.14.</summary>
public sealed class TokenEndpointTests : IAsyncLifetime
{
    private EndpointLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await EndpointLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A_refresh_answers_with_new_tokens()
    {
        var first = await _lab.SignInAsync();

        var answer = await _lab.RefreshAsync(first.RefreshToken);

        answer.Status.Should().Be(200);
        answer.Json.Select(member => member.Key).Should().Equal("access_token", "token_type", "expires_in", "scope", "refresh_token");
        (answer.Text("token_type"), answer.Json["expires_in"]!.GetValue<int>(), answer.Text("scope"))
            .Should().Be(("Bearer", 300, "chart.read chart.write"));
        answer.RefreshToken.Should().NotBe(first.RefreshToken);
        (await _lab.ChartStatusAsync(answer.AccessToken)).Should().Be(200);
        (await _lab.RefreshAsync(answer.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_response_is_JSON_and_must_not_be_stored()
    {
        var answer = await _lab.RefreshAsync((await _lab.SignInAsync()).RefreshToken);

        (answer.Header("Content-Type"), answer.Header("Cache-Control"), answer.Header("Pragma"))
            .Should().Be(("application/json", "no-store", "no-cache"));
        answer.Cookie.Should().BeNull();
    }

    [Fact]
    public async Task The_issuer_records_the_refresh_once()
    {
        var tokens = await _lab.SignInAsync();
        var before = _lab.Sink.Events.Count;

        await _lab.RefreshAsync(tokens.RefreshToken);

        var refreshed = _lab.Sink.Events.Skip(before).Should().ContainSingle().Subject;
        (refreshed.Type, refreshed.ClientId, refreshed.Subject)
            .Should().Be((AuditEventType.SessionRefreshed, EndpointLab.Phone, "dr.rivera"));
        refreshed.RequestId.Should().NotBeNullOrEmpty();
        refreshed.RemoteAddress.Should().Be(System.Net.IPAddress.Loopback);
    }

    [Fact]
    public async Task A_scope_can_be_narrowed_and_the_next_refresh_has_all_again()
    {
        var tokens = await _lab.SignInAsync();

        var narrow = await _lab.RefreshAsync(tokens.RefreshToken, more: ("scope", "chart.read"));

        narrow.Text("scope").Should().Be("chart.read");
        (await _lab.RefreshAsync(narrow.RefreshToken)).Text("scope").Should().Be("chart.read chart.write");
    }

    [Theory]
    [InlineData("chart.read admin")]
    [InlineData("chart.read  chart.write")]
    [InlineData(" chart.read")]
    [InlineData("chart.read\"")]
    [InlineData("chart\\read")]
    [InlineData("chärt")]
    public async Task A_wider_or_malformed_scope_is_rejected_and_consumes_nothing(string scope)
    {
        var tokens = await _lab.SignInAsync();

        var answer = await _lab.RefreshAsync(tokens.RefreshToken, more: ("scope", scope));

        (answer.Status, answer.Error).Should().Be((400, "invalid_scope"));
        (await _lab.RefreshAsync(tokens.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Another_client_cannot_use_the_refresh_token()
    {
        var tokens = await _lab.SignInAsync();

        var answer = await _lab.RefreshAsync(tokens.RefreshToken, EndpointLab.Browser);

        (answer.Status, answer.Error).Should().Be((400, "invalid_grant"));
        (await _lab.RefreshAsync(tokens.RefreshToken)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_forged_refresh_token_is_rejected(string token)
    {
        var answer = await _lab.RefreshAsync(token);

        (answer.Status, answer.Error).Should().Be((400, "invalid_grant"));
        answer.Body.Should().NotContain(token + "\"");
    }

    [Fact]
    public async Task A_refresh_token_that_was_replaced_ends_the_session_and_its_access_tokens()
    {
        var first = await _lab.SignInAsync();
        var second = await _lab.RefreshAsync(first.RefreshToken);
        var third = await _lab.RefreshAsync(second.RefreshToken);
        (await _lab.ChartStatusAsync(third.AccessToken)).Should().Be(200);

        var reused = await _lab.RefreshAsync(first.RefreshToken);

        (reused.Status, reused.Error).Should().Be((400, "invalid_grant"));
        (await _lab.RefreshAsync(third.RefreshToken)).Error.Should().Be("invalid_grant");
        (await _lab.ChartStatusAsync(third.AccessToken)).Should().Be(401);
        _lab.Sink.Of(AuditEventType.RefreshTokenReused).Should().ContainSingle();
    }

    [Fact]
    public async Task A_retry_after_a_lost_response_gets_the_same_refresh_token()
    {
        var first = await _lab.SignInAsync();

        var lost = await _lab.RefreshAsync(first.RefreshToken);
        var retried = await _lab.RefreshAsync(first.RefreshToken);

        retried.Status.Should().Be(200);
        retried.RefreshToken.Should().Be(lost.RefreshToken);
    }

    [Fact]
    public async Task A_refresh_token_expires_when_the_user_is_idle()
    {
        var tokens = await _lab.SignInAsync();
        _lab.Time.Advance(TimeSpan.FromMinutes(20));

        (await _lab.RefreshAsync(tokens.RefreshToken)).Error.Should().Be("invalid_grant");
    }

    [Fact]
    public async Task The_refresh_token_of_a_confidential_client_needs_its_authentication()
    {
        var tokens = await _lab.SignInAsync(EndpointLab.Server);
        (string, string)[] form = [("grant_type", "refresh_token"), ("refresh_token", tokens.RefreshToken!)];

        var anonymous = await _lab.RefreshAsync(tokens.RefreshToken, EndpointLab.Server);
        var authenticated = await _lab.PostAsync("/token", form, EndpointLab.AsServer);

        (anonymous.Status, anonymous.Error).Should().Be((401, "invalid_client"));
        authenticated.Status.Should().Be(200);
    }

    [Theory]
    [InlineData("authorization_code")]
    [InlineData("password")]
    [InlineData("client_credentials")]
    [InlineData("Refresh_Token")]
    public async Task Another_grant_type_is_not_supported(string grant)
    {
        var answer = await _lab.PostAsync("/token", ("grant_type", grant), ("client_id", EndpointLab.Phone), ("refresh_token", "x"));

        (answer.Status, answer.Error).Should().Be((400, "unsupported_grant_type"));
        (_lab.Rejections[^1].ReasonCode, _lab.Rejections[^1].ReasonMember).Should().Be((JwtErrorCode.RequestMalformed, "grant_type"));
    }

    [Theory]
    [InlineData("grant_type", null, "x")]
    [InlineData("grant_type", "", "x")]
    [InlineData("refresh_token", "refresh_token", null)]
    [InlineData("refresh_token", "refresh_token", "")]
    public async Task A_missing_or_empty_parameter_is_named(string parameter, string? grant, string? token)
    {
        var answer = await _lab.PostAsync("/token", ("grant_type", grant!), ("client_id", EndpointLab.Phone), ("refresh_token", token!));

        (answer.Status, answer.Error).Should().Be((400, "invalid_request"));
        answer.Text("error_description").Should().Contain(parameter);
        (answer.Header("Cache-Control"), answer.Header("Content-Type")).Should().Be(("no-store", "application/json"));
    }

    [Fact]
    public async Task An_unknown_parameter_is_ignored() =>
        (await _lab.RefreshAsync((await _lab.SignInAsync()).RefreshToken, more: ("resource", "x"))).Status.Should().Be(200);

    [Fact]
    public async Task An_access_token_never_stands_in_an_error_an_event_or_the_log()
    {
        var tokens = await _lab.SignInAsync();
        await _lab.RefreshAsync(tokens.RefreshToken);
        await _lab.RefreshAsync(tokens.RefreshToken, EndpointLab.Browser);
        await _lab.PostAsync("/revoke", ("client_id", EndpointLab.Phone), ("token", tokens.AccessToken));

        _lab.LogLines.Lines.Should().NotContain(line =>
            line.Text.Contains(tokens.RefreshToken!, StringComparison.Ordinal)
            || line.Text.Contains(tokens.AccessToken, StringComparison.Ordinal));
        foreach (var written in _lab.Sink.Events)
        {
            var text = written
                + $" {written.ReasonMember} {written.Resource} {written.ResourceId} {written.TokenId} {written.SessionId}";
            text.Should().NotContain(tokens.RefreshToken).And.NotContain(tokens.AccessToken);
        }
    }
}
