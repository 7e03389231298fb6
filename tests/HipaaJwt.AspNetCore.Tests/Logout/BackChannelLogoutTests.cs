using System.Net;
using System.Text.Json.Nodes;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.AspNetCore.Tests.Logout;

public sealed class BackChannelLogoutTests : IAsyncLifetime
{
    private LogoutLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await LogoutLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A_logout_token_with_sid_ends_the_session_and_no_other()
    {
        var (ended, other) = (_lab.AccessToken(), _lab.AccessToken("session-2", id: "token-2"));
        (await _lab.ChartStatusAsync(ended)).Should().Be(200);
        (await _lab.ChartStatusAsync(other)).Should().Be(200);

        (await _lab.LogOutAsync(_lab.LogoutToken())).Should().Be(new LogoutAnswer(200, string.Empty, null, true, false));

        (await _lab.ChartStatusAsync(ended)).Should().Be(401);
        _lab.Server.Events[^1].ReasonCode.Should().Be(JwtErrorCode.SessionEnded);
        (await _lab.ChartStatusAsync(other)).Should().Be(200);
    }

    [Fact]
    public async Task A_logout_token_with_sub_only_ends_all_sessions_of_the_subject()
    {
        var (first, second) = (_lab.AccessToken(), _lab.AccessToken("session-2", id: "token-2"));
        var other = _lab.AccessToken("session-3", "user-43", "token-3");

        (await _lab.LogOutAsync(_lab.LogoutToken(claims => claims.Remove("sid")))).Status.Should().Be(200);

        (await _lab.ChartStatusAsync(first)).Should().Be(401);
        (await _lab.ChartStatusAsync(second)).Should().Be(401);
        _lab.Server.Events[^1].ReasonCode.Should().Be(JwtErrorCode.TokenRevoked);
        (await _lab.ChartStatusAsync(other)).Should().Be(200);
    }

    [Fact]
    public async Task A_logout_token_with_sid_only_ends_the_session()
    {
        (await _lab.LogOutAsync(_lab.LogoutToken(claims => claims.Remove("sub")))).Status.Should().Be(200);

        (await _lab.ChartStatusAsync(_lab.AccessToken())).Should().Be(401);
    }

    [Fact]
    public async Task A_logout_writes_one_event_that_names_what_ended()
    {
        await _lab.LogOutAsync(_lab.LogoutToken());

        var revoked = _lab.Server.Events.Should().ContainSingle().Subject;
        (revoked.Type, revoked.Outcome, revoked.RevocationReason)
            .Should().Be((AuditEventType.TokenRevoked, AuditOutcome.Success, RevocationReason.Logout));
        (revoked.Resource, revoked.ResourceType, revoked.ResourceId).Should().Be((TestIssuer.Name, "Session", "session-1"));
        revoked.RemoteAddress.Should().Be(IPAddress.Loopback);
        revoked.RequestId.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_second_delivery_does_nothing_and_is_rejected()
    {
        var token = _lab.LogoutToken(claims => claims.Remove("sid"));
        await _lab.LogOutAsync(token);
        var count = _lab.Revocations.Count;

        var replay = await _lab.LogOutAsync(token);

        replay.Should().Be(new LogoutAnswer(400, """{"error":"invalid_request"}""", "application/json", true, false));
        _lab.Revocations.Count.Should().Be(count);
        (_lab.Server.Events[^1].Type, _lab.Server.Events[^1].ReasonCode, _lab.Server.Events[^1].ReasonMember)
            .Should().Be((AuditEventType.TokenRejected, JwtErrorCode.TokenReplayed, "jti"));
        (await _lab.LogOutAsync(token)).Status.Should().Be(400);
    }

    [Fact]
    public async Task Another_signature_of_a_processed_token_is_a_replay_too()
    {
        await _lab.LogOutAsync(_lab.LogoutToken());

        (await _lab.LogOutAsync(_lab.LogoutToken(claims => claims["trace_id"] = "x"))).Status.Should().Be(400);
    }

    [Fact]
    public async Task An_access_token_with_the_same_jti_is_no_replay()
    {
        (await _lab.LogOutAsync(_lab.LogoutToken(claims => claims["jti"] = "token-1"))).Status.Should().Be(200);
        (await _lab.ChartStatusAsync(_lab.AccessToken("session-2"))).Should().Be(200);
    }

    [Fact]
    public async Task A_rejection_writes_one_event_with_the_claims_that_the_signature_covers()
    {
        await _lab.LogOutAsync(_lab.LogoutToken(claims => claims["nonce"] = "n"));

        var rejected = _lab.Server.Events.Should().ContainSingle().Subject;
        (rejected.Type, rejected.ReasonCode, rejected.ReasonMember)
            .Should().Be((AuditEventType.TokenRejected, JwtErrorCode.ClaimNotAllowed, "nonce"));
        (rejected.Issuer, rejected.Subject, rejected.SessionId, rejected.TokenId)
            .Should().Be((TestIssuer.Name, "user-42", "session-1", "logout-1"));
        rejected.Resource.Should().Be("POST /backchannel-logout");
        rejected.RemoteAddress.Should().Be(IPAddress.Loopback);
    }

    [Fact]
    public async Task A_forged_token_writes_an_event_without_claims()
    {
        var token = _lab.LogoutToken();

        (await _lab.LogOutAsync(token[..^8] + "AAAAAAAA")).Status.Should().Be(400);

        var rejected = _lab.Server.Events.Should().ContainSingle().Subject;
        (rejected.ReasonCode, rejected.Issuer, rejected.Subject).Should().Be((JwtErrorCode.SignatureInvalid, null, null));
    }

    [Theory]
    [InlineData(149, 200)]
    [InlineData(150, 400)]
    public async Task A_logout_token_is_accepted_for_2_minutes_and_the_clock_skew(int seconds, int status)
    {
        _lab.Issuer.Time.Advance(TimeSpan.FromSeconds(seconds));

        var token = _lab.LogoutToken(claims => claims["exp"] = TestIssuer.Now.AddHours(1).ToUnixTimeSeconds());

        (await _lab.LogOutAsync(token)).Status.Should().Be(status);
    }

    [Fact]
    public async Task A_use_is_stored_for_as_long_as_the_token_could_be_accepted()
    {
        await _lab.LogOutAsync(_lab.LogoutToken(claims => claims["exp"] = TestIssuer.Now.AddHours(1).ToUnixTimeSeconds()));

        _lab.Replays.Expirations.Distinct().Should().Equal(TestIssuer.Now.AddSeconds(150));
    }

    [Theory]
    [InlineData("application/logout+jwt")]
    [InlineData("LOGOUT+JWT")]
    public async Task The_typ_is_a_media_type(string type) =>
        (await _lab.LogOutAsync(_lab.LogoutToken(header: header => header["typ"] = type))).Status.Should().Be(200);

    [Fact]
    public async Task One_of_several_audiences_is_enough() =>
        (await _lab.LogOutAsync(_lab.LogoutToken(claims => claims["aud"] = new JsonArray("other", LogoutLab.ClientId))))
            .Status.Should().Be(200);

    [Fact]
    public async Task Members_of_the_event_are_ignored() =>
        (await _lab.LogOutAsync(_lab.LogoutToken(claims => claims["events"] = new JsonObject
        {
            [LogoutLab.Event] = new JsonObject { ["reason"] = "user" },
        }))).Status.Should().Be(200);

    [Fact]
    public async Task The_member_that_Keycloak_writes_beside_the_event_is_accepted() =>
        (await _lab.LogOutAsync(_lab.LogoutToken(claims => claims["events"]!["revoke_offline_access"] = true))).Status.Should().Be(200);
}
