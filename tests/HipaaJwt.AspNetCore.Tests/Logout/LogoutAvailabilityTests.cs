using HipaaJwt.AspNetCore.Tests.Support;

namespace HipaaJwt.AspNetCore.Tests.Logout;

/// <summary>Logout tokens while something is not available. The issuer sends the same token again.</summary>
public sealed class LogoutAvailabilityTests : IAsyncLifetime
{
    private static readonly LogoutAnswer Unavailable = new(503, string.Empty, null, true, true);

    private LogoutLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await LogoutLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A_revocation_that_is_not_acknowledged_is_answered_503_and_can_be_sent_again()
    {
        var (token, access) = (_lab.LogoutToken(), _lab.AccessToken());
        _lab.Revocations.FailsAppends = true;

        (await _lab.LogOutAsync(token)).Should().Be(Unavailable);
        (_lab.Server.Events[^1].Type, _lab.Server.Events[^1].ReasonCode)
            .Should().Be((AuditEventType.TokenRejected, JwtErrorCode.RevocationUnavailable));
        (await _lab.ChartStatusAsync(access)).Should().Be(200);
        _lab.Revocations.FailsAppends = false;

        (await _lab.LogOutAsync(token)).Status.Should().Be(200);
        (await _lab.ChartStatusAsync(access)).Should().Be(401);
        (await _lab.LogOutAsync(token)).Status.Should().Be(400);
        _lab.Revocations.Count.Should().Be(1);
    }

    [Fact]
    public async Task A_token_can_be_sent_four_times_again()
    {
        var token = _lab.LogoutToken();
        _lab.Revocations.FailsAppends = true;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            (await _lab.LogOutAsync(token)).Status.Should().Be(503);
        }

        _lab.Revocations.FailsAppends = false;
        (await _lab.LogOutAsync(token)).Status.Should().Be(400);
    }

    [Fact]
    public async Task A_replay_store_that_is_down_is_answered_503_and_nothing_is_revoked()
    {
        var token = _lab.LogoutToken();
        _lab.Replays.Fails = true;

        (await _lab.LogOutAsync(token)).Should().Be(Unavailable);
        _lab.Server.Events[^1].ReasonCode.Should().Be(JwtErrorCode.ReplayStoreUnavailable);
        _lab.Revocations.Count.Should().Be(0);
        _lab.Replays.Fails = false;

        (await _lab.LogOutAsync(token)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_logout_that_a_required_sink_cannot_record_is_answered_503_and_can_be_sent_again()
    {
        var token = _lab.LogoutToken();
        _lab.Server.Sink.FailsFor = _ => true;

        (await _lab.LogOutAsync(token)).Should().Be(Unavailable);
        _lab.Server.Sink.FailsFor = _ => false;

        (await _lab.LogOutAsync(token)).Status.Should().Be(200);
        _lab.Server.Events.Should().ContainSingle(logout => logout.Type == AuditEventType.TokenRevoked);
    }

    [Fact]
    public async Task A_rejection_that_a_required_sink_cannot_record_is_answered_503()
    {
        _lab.Server.Sink.FailsFor = _ => true;

        (await _lab.LogOutAsync("x")).Should().Be(Unavailable);
    }

    [Fact]
    public async Task Keys_that_cannot_be_downloaded_are_answered_503()
    {
        await using var provider = await OpenIddictProvider.StartAsync();
        await using var lab = await LogoutLab.StartAsync(issuer =>
        {
            issuer.SigningKeys.Clear();
            issuer.MetadataAddress = provider.MetadataAddress;
            issuer.Issuer = provider.Issuer;
        });
        await provider.KillAsync();

        (await lab.LogOutAsync(lab.LogoutToken(claims => claims["iss"] = provider.Issuer))).Should().Be(Unavailable);
        lab.Server.Events[^1].ReasonCode.Should().Be(JwtErrorCode.KeysUnavailable);
    }
}
