using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace HipaaJwt.AspNetCore.Tests.Revocations;

public sealed class UnavailableStoreTests
{
    [Fact]
    public async Task A_store_that_is_down_for_longer_than_the_maximum_staleness_is_answered_503_until_it_recovers()
    {
        await using var lab = await LogoutLab.StartAsync();
        var token = lab.AccessToken();
        (await lab.ChartStatusAsync(token)).Should().Be(200);
        lab.Revocations.FailsReads = true;

        lab.Issuer.Time.Advance(TimeSpan.FromSeconds(4));
        (await lab.ChartStatusAsync(token)).Should().Be(200);
        lab.Issuer.Time.Advance(TimeSpan.FromSeconds(2));

        var unavailable = await lab.Server.GetChartAsync(token);
        unavailable.Status.Should().Be(503);
        unavailable.Header("Retry-After").Should().NotBeNull();
        unavailable.Challenge.Should().BeNull();
        (lab.Server.Events[^1].Type, lab.Server.Events[^1].ReasonCode)
            .Should().Be((AuditEventType.TokenRejected, JwtErrorCode.RevocationUnavailable));
        (await lab.ChartStatusAsync(lab.AccessToken(id: "never-seen"))).Should().Be(503);

        lab.Revocations.FailsReads = false;
        await lab.WaitUntilAcceptedAsync(token);
    }

    [Fact]
    public async Task An_administrator_is_answered_503_too()
    {
        await using var lab = await LogoutLab.StartAsync();
        lab.Revocations.FailsReads = true;
        lab.Issuer.Time.Advance(TimeSpan.FromSeconds(6));
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");

        (await lab.PostAsync(content, "/admin/revocations/tokens", lab.AccessToken(role: "administrator"))).Status.Should().Be(503);
    }

    [Fact]
    public async Task A_logout_is_processed_while_the_log_cannot_be_read()
    {
        await using var lab = await LogoutLab.StartAsync();
        lab.Revocations.FailsReads = true;
        lab.Issuer.Time.Advance(TimeSpan.FromSeconds(6));

        (await lab.LogOutAsync(lab.LogoutToken())).Status.Should().Be(200);

        lab.Revocations.FailsReads = false;
        await lab.WaitUntilAcceptedAsync(lab.AccessToken("session-2"));
        (await lab.ChartStatusAsync(lab.AccessToken())).Should().Be(401);
    }
}
