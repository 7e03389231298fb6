using HipaaJwt.TokenIssuer.Activities;
using HipaaJwt.TokenIssuer.Tests.Endpoints;
using HipaaJwt.TokenIssuer.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace HipaaJwt.TokenIssuer.Tests.Activity;

/// <summary>Which requests postpone automatic logoff.</summary>
public sealed class SessionActivityTests
{
    private const string User = "dr.rivera";

    /// <summary>A tenth of the idle timeout of 15 minutes.</summary>
    private static readonly TimeSpan Granularity = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_request_that_is_accepted_is_activity()
    {
        await using var lab = await StartAsync();
        var tokens = await lab.SignInAsync();
        await PassAsync(lab, TimeSpan.FromMinutes(2));

        (await lab.GetAsync("/counted", tokens.AccessToken)).Status.Should().Be(200);

        await UntilLastUseAsync(lab, lab.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_request_without_session_activity_and_a_rejected_one_are_none()
    {
        await using var lab = await StartAsync();
        var tokens = await lab.SignInAsync();
        await PassAsync(lab, TimeSpan.FromMinutes(2));

        (await lab.GetAsync("/polled", tokens.AccessToken)).Status.Should().Be(200);
        (await lab.GetAsync("/counted", tokens.AccessToken[..^3] + "AAA")).Status.Should().Be(401);

        // Another session marks the moment at which the queue has been worked off.
        var marker = await lab.SignInAsync(subject: "nurse.kim");
        await PassAsync(lab, Granularity);
        await lab.GetAsync("/counted", marker.AccessToken);
        await UntilLastUseAsync(lab, lab.Time.GetUtcNow(), "nurse.kim");
        (await LastUseAsync(lab, User)).Should().Be(EndpointLab.Now);
    }

    [Fact]
    public async Task Activity_is_recorded_once_in_a_tenth_of_the_idle_timeout()
    {
        await using var lab = await StartAsync();
        var tokens = await lab.SignInAsync();
        await PassAsync(lab, TimeSpan.FromSeconds(1));
        (await lab.GetAsync("/counted", tokens.AccessToken)).Status.Should().Be(200);

        await UntilRecordedAsync(lab, touches: 1);
        await PassAsync(lab, Granularity - TimeSpan.FromSeconds(1));

        (await lab.GetAsync("/counted", tokens.AccessToken)).Status.Should().Be(200);
        await PassAsync(lab, TimeSpan.FromSeconds(1));
        (await lab.GetAsync("/counted", tokens.AccessToken)).Status.Should().Be(200);

        await UntilRecordedAsync(lab, touches: 2);
        (await LastUseAsync(lab, User)).Should().Be(lab.Time.GetUtcNow());
    }

    [Fact]
    public async Task An_active_user_is_not_logged_off_and_an_idle_one_is()
    {
        await using var lab = await StartAsync();
        var tokens = await lab.SignInAsync();
        for (var minute = 0; minute < 40; minute += 4)
        {
            await PassAsync(lab, TimeSpan.FromMinutes(4));
            var refreshed = await lab.Get<ITokenIssuer>().RefreshAsync(
                new RefreshRequest { RefreshToken = tokens.RefreshToken!, ClientId = EndpointLab.Phone });
            tokens = refreshed.Tokens!;
            (await lab.GetAsync("/counted", tokens.AccessToken)).Status.Should().Be(200);
            await UntilLastUseAsync(lab, lab.Time.GetUtcNow());
        }

        await PassAsync(lab, TimeSpan.FromMinutes(16.5));

        (await lab.RefreshAsync(tokens.RefreshToken)).Status.Should().Be(400);
    }

    [Fact]
    public async Task A_full_queue_takes_nothing_so_that_a_later_request_is_recorded()
    {
        await using var lab = await StartAsync();
        var tokens = await lab.SignInAsync();
        var token = (await lab.Get<IJwtValidator>().ValidateAsync(tokens.AccessToken)).Token!;
        var activity = new SessionActivity(
            new HipaaJwt.TokenIssuer.Sessions.LimitedSessionStore(
                lab.Sessions, new HipaaJwt.TokenIssuer.Calls.StoreCalls("test", TimeSpan.FromSeconds(1), lab.Time)),
            lab.Get<TokenIssuerOptions>(),
            lab.Time,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<SessionActivity>.Instance);
        for (var count = 0; count < SessionActivity.MaxPending; count++)
        {
            activity.Record($"{count:x32}");
        }

        activity.Record(token);
        await activity.StartAsync(CancellationToken.None);
        await IssuerLab.UntilAsync(() => Task.FromResult(activity.Pending == 0));
        await PassAsync(lab, TimeSpan.FromSeconds(1));
        activity.Record(token);

        await UntilLastUseAsync(lab, lab.Time.GetUtcNow());
        await activity.StopAsync(CancellationToken.None);
    }

    /// <summary>Revocations may be old, so that a read that a jump of the clock timed out does not make the clock go further.</summary>
    private static Task<EndpointLab> StartAsync() => EndpointLab.StartAsync(
        trust: options => options.Revocation.MaxStaleness = TimeSpan.FromMinutes(5),
        map: (app, _) =>
        {
            app.MapGet("/counted", () => "counted").RequirePermission("chart:read");
            app.MapGet("/polled", () => "polled").RequirePermission("chart:read").WithoutSessionActivity();
        });

    private static async Task PassAsync(EndpointLab lab, TimeSpan time)
    {
        var step = TimeSpan.FromSeconds(1);
        for (var left = time; left > TimeSpan.Zero; left -= step)
        {
            lab.Time.Advance(left < step ? left : step);
            await IssuerLab.UntilRevocationIsAvailableAsync(lab.Get<ISessionRevocation>(), lab.Time, EndpointLab.Issuer);
        }
    }

    /// <summary>
    /// Activity is recorded after the response. A jump of the clock before it is recorded would time out the call of the store.
    /// </summary>
    private static async Task UntilRecordedAsync(EndpointLab lab, int touches)
    {
        var activity = lab.Get<SessionActivity>();
        await IssuerLab.UntilAsync(() => Task.FromResult(lab.Sessions.Touches >= touches && activity.Pending == 0));
        lab.Sessions.Touches.Should().Be(touches);
    }

    private static async Task<DateTimeOffset> LastUseAsync(EndpointLab lab, string user) =>
        (await lab.Get<ISessionAdministrator>().ListAsync(user))[0].LastUsedAt;

    private static Task UntilLastUseAsync(EndpointLab lab, DateTimeOffset time, string user = User) =>
        IssuerLab.UntilAsync(async () => await LastUseAsync(lab, user) == time);
}
