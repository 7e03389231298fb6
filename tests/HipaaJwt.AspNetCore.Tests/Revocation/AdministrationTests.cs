using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace HipaaJwt.AspNetCore.Tests.Revocations;

public sealed class AdministrationTests : IAsyncLifetime
{
    private const string Prefix = "/admin/revocations";

    private LogoutLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await LogoutLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("/sessions", "sessionId", "session-1", JwtErrorCode.SessionEnded)]
    [InlineData("/subjects", "subject", "user-42", JwtErrorCode.TokenRevoked)]
    [InlineData("/tokens", "tokenId", "token-1", JwtErrorCode.TokenRevoked)]
    public async Task Revokes(string path, string member, string value, JwtErrorCode code)
    {
        var (revoked, other) = (_lab.AccessToken(), _lab.AccessToken("session-2", "user-43", "token-2"));
        (await _lab.ChartStatusAsync(revoked)).Should().Be(200);

        var answer = await RevokeAsync(path, Body(member, value));

        (answer.Status, answer.ContentType, answer.IsNotStored).Should().Be((200, "application/json", true));
        var effectiveBy = JsonDocument.Parse(answer.Body).RootElement.EnumerateObject().Should().ContainSingle().Subject;
        effectiveBy.Name.Should().Be("effectiveBy");
        DateTimeOffset.ParseExact(effectiveBy.Value.GetString()!, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)
            .Should().Be(TestIssuer.Now.AddSeconds(5));
        (await _lab.ChartStatusAsync(revoked)).Should().Be(401);
        _lab.Server.Events[^1].ReasonCode.Should().Be(code);
        (await _lab.ChartStatusAsync(other)).Should().Be(200);
    }

    [Fact]
    public async Task The_event_names_the_administrator_the_request_and_what_was_revoked()
    {
        await RevokeAsync("/sessions", Body("sessionId", "session-1", "CredentialCompromised"));

        var granted = _lab.Server.Events.Single(decision => decision.Type == AuditEventType.AccessGranted);
        var revoked = _lab.Server.Events.Single(decision => decision.Type == AuditEventType.TokenRevoked);
        (granted.Subject, granted.Resource).Should().Be(("admin-1", "POST /admin/revocations/sessions"));
        granted.Permissions.Should().Equal("sessions:revoke");
        revoked.RequestId.Should().Be(granted.RequestId).And.NotBeNullOrEmpty();
        revoked.TraceId.Should().Be(granted.TraceId);
        (revoked.Issuer, revoked.Subject, revoked.SessionId).Should().Be((TestIssuer.Name, "admin-1", "admin-session"));
        (revoked.Resource, revoked.ResourceType, revoked.ResourceId).Should().Be((TestIssuer.Name, "Session", "session-1"));
        revoked.RevocationReason.Should().Be(RevocationReason.CredentialCompromised);
        revoked.RemoteAddress.Should().Be(IPAddress.Loopback);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("physician", 403)]
    [InlineData("administrator", 200)]
    public async Task Only_administrators_revoke(string? role, int status)
    {
        var token = role is null ? null : _lab.AccessToken("admin-session", "admin-1", "admin-token", role);

        (await RevokeAsync("/tokens", Body("tokenId", "token-1"), token)).Status.Should().Be(status);

        _lab.Revocations.Count.Should().Be(status == 200 ? 1 : 0);
    }

    [Fact]
    public async Task An_administrator_can_revoke_himself_and_is_then_rejected()
    {
        (await RevokeAsync("/subjects", Body("subject", "admin-1"))).Status.Should().Be(200);

        (await RevokeAsync("/tokens", Body("tokenId", "token-1"))).Status.Should().Be(401);
        _lab.Revocations.Count.Should().Be(1);
    }

    [Fact]
    public async Task Repeating_a_revocation_is_safe()
    {
        (await RevokeAsync("/tokens", Body("tokenId", "token-1"))).Status.Should().Be(200);
        (await RevokeAsync("/tokens", Body("tokenId", "token-1"))).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("Logout", RevocationReason.Logout)]
    [InlineData("accountDisabled", RevocationReason.AccountDisabled)]
    [InlineData(null, RevocationReason.Unspecified)]
    public async Task The_reason_is_a_name_and_may_be_missing(string? name, RevocationReason reason)
    {
        (await RevokeAsync("/tokens", Body("tokenId", "token-1", name))).Status.Should().Be(200);

        _lab.Server.Events[^1].RevocationReason.Should().Be(reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"patient-secret\"")]
    [InlineData("{}")]
    [InlineData("{\"issuer\":\"ISS\"}")]
    [InlineData("{\"tokenId\":\"patient-secret\"}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\"\"}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\" \"}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":null}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":7}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":[\"patient-secret\"]}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":{\"a\":{\"b\":{}}}}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\"a\\u0000b\"}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\"\\ud800\"}")]
    [InlineData("{\"issuer\":\"\",\"tokenId\":\"patient-secret\"}")]
    [InlineData("{\"issuer\":\"https://patient-secret.example\",\"tokenId\":\"t\"}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\"t\",\"patient-secret\":1}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\"t\",\"subject\":\"s\"}")]
    [InlineData("{\"issuer\":\"ISS\",\"sessionId\":\"s\"}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\"t\",\"tokenId\":\"u\"}")]
    [InlineData("{\"issuer\":\"ISS\",\"TokenId\":\"t\"}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\"t\",\"reason\":\"patient-secret\"}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\"t\",\"reason\":\"\"}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\"t\",\"reason\":\"1\"}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\"t\",\"reason\":1}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\"t\",\"reason\":null}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\"t\",\"reason\":\"Logout, AccountDisabled\"}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\"t\"}{}")]
    [InlineData("{\"issuer\":\"ISS\",\"tokenId\":\"t\",}")]
    public async Task Answers_400_with_a_problem_that_repeats_nothing(string body)
    {
        var answer = await RevokeAsync("/tokens", body.Replace("ISS", TestIssuer.Name, StringComparison.Ordinal));

        (answer.Status, answer.ContentType).Should().Be((400, "application/problem+json"));
        answer.Body.Should().NotContain("secret").And.NotContain(TestIssuer.Name).And.Contain("\"detail\"");
        _lab.Revocations.Count.Should().Be(0);
        _lab.Server.Log.Lines.Should().NotContain(line => line.Text.Contains("patient-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answers_400_to_a_body_that_is_not_UTF_8_or_too_large()
    {
        using var latin1 = new ByteArrayContent(Encoding.Latin1.GetBytes(Body("tokenId", "X").Replace('X', 'ä')));
        latin1.Headers.ContentType = new("application/json");

        (await _lab.PostAsync(latin1, Prefix + "/tokens", Administrator())).Status.Should().Be(400);
        (await RevokeAsync("/tokens", Body("tokenId", new string('x', 17_000)))).Status.Should().Be(400);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Answers_415_to_another_content_type(string contentType)
    {
        using var content = new StringContent(Body("tokenId", "token-1"), Encoding.UTF8, contentType);

        (await _lab.PostAsync(content, Prefix + "/tokens", Administrator())).Status.Should().Be(415);
        _lab.Revocations.Count.Should().Be(0);
    }

    [Fact]
    public async Task Answers_503_if_the_revocation_is_not_acknowledged()
    {
        _lab.Revocations.FailsAppends = true;

        var answer = await RevokeAsync("/tokens", Body("tokenId", "token-1"));

        (answer.Status, answer.HasRetryAfter, answer.Body).Should().Be((503, true, string.Empty));
        _lab.Server.Events.Should().NotContain(decision => decision.Type == AuditEventType.TokenRevoked);
    }

    [Fact]
    public async Task Answers_503_if_a_required_sink_cannot_record_the_revocation()
    {
        _lab.Server.Sink.FailsFor = decision => decision.Type == AuditEventType.TokenRevoked;

        (await RevokeAsync("/tokens", Body("tokenId", "token-1"))).Status.Should().Be(503);
    }

    [Fact]
    public async Task Without_a_store_of_revocations_the_start_stops_with_the_remedy()
    {
        var start = () => ClinicServer.StartAsync(map: app => app.MapHipaaJwtRevocation("chart:write"));

        (await start.Should().ThrowAsync<InvalidOperationException>()).WithMessage("MapHipaaJwtRevocation*AddMemoryStores*");
    }

    [Fact]
    public async Task An_unknown_permission_stops_the_start()
    {
        var start = () => LogoutLab.StartAsync(map: app => app.MapHipaaJwtRevocation("sessions:rewoke", "/other"));

        (await start.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*sessions:rewoke*");
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    public async Task A_permission_that_is_no_name_stops_the_start(string permission)
    {
        var start = () => LogoutLab.StartAsync(map: app => app.MapHipaaJwtRevocation(permission, "/other"));

        await start.Should().ThrowAsync<ArgumentException>();
    }

    private static string Body(string member, string value, string? reason = null) => JsonSerializer.Serialize(
        new Dictionary<string, string> { ["issuer"] = TestIssuer.Name, [member] = value }
            .Concat(reason is null ? [] : [KeyValuePair.Create("reason", reason)]).ToDictionary(),
        JsonSerializerOptions.Web);

    private string Administrator() => _lab.AccessToken("admin-session", "admin-1", "admin-token", "administrator");

    private Task<LogoutAnswer> RevokeAsync(string path, string body) => RevokeAsync(path, body, Administrator());

    private async Task<LogoutAnswer> RevokeAsync(string path, string body, string? token)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _lab.PostAsync(content, Prefix + path, token);
    }
}
