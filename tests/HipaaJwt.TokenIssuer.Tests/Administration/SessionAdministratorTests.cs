using System.Net;
using HipaaJwt.TokenIssuer.Tests.Support;

namespace HipaaJwt.TokenIssuer.Tests.Administration;

public sealed class SessionAdministratorTests
{
    [Fact]
    public async Task The_sessions_of_a_user_are_listed_the_newest_first()
    {
        await using var lab = await IssuerLab.StartAsync();
        var request = new TokenRequest
        {
            Subject = IssuerLab.User,
            ClientId = IssuerLab.Client,
            RemoteAddress = IPAddress.Parse("192.0.2.7"),
            Device = "Ward terminal",
        };
        var first = await lab.Tokens.IssueAsync(request);
        await lab.PassAsync(TimeSpan.FromMinutes(1));
        var second = await lab.Tokens.IssueAsync(request);
        await lab.SignInAsync("nurse.kim");

        var sessions = await lab.Sessions.ListAsync(IssuerLab.User);

        sessions.Select(session => session.SessionId).Should().Equal(second.Tokens!.SessionId, first.Tokens!.SessionId);
        sessions[0].RemoteAddress.Should().Be(IPAddress.Parse("192.0.2.7"));
        sessions[0].Device.Should().Be("Ward terminal");
        sessions[0].StartedAt.Should().Be(lab.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_session_that_is_ended_has_no_tokens_any_more()
    {
        await using var lab = await IssuerLab.StartAsync();
        var (one, other) = (await lab.SignInAsync(), await lab.SignInAsync());

        (await lab.Sessions.EndAsync(one.SessionId!, new SessionEndRequest())).Should().BeTrue();

        (await lab.RefreshAsync(one.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.SessionEnded);
        (await lab.ValidateAsync(one.AccessToken)).Code.Should().Be(JwtErrorCode.SessionEnded);
        (await lab.ValidateAsync(other.AccessToken)).Should().Be(JwtError.None);
        lab.Sink.Of(AuditEventType.SessionEnded).Should().ContainSingle()
            .Which.SessionEndReason.Should().Be(SessionEndReason.Administrator);
    }

    [Fact]
    public async Task After_all_sessions_of_a_user_are_ended_a_new_sign_in_works_at_once()
    {
        await using var lab = await IssuerLab.StartAsync();
        var (one, other) = (await lab.SignInAsync(), await lab.SignInAsync());

        (await lab.Sessions.EndAllAsync(IssuerLab.User, new SessionEndRequest())).Should().Be(2);
        var next = await lab.SignInAsync();

        (await lab.ValidateAsync(one.AccessToken)).Code.Should().Be(JwtErrorCode.SessionEnded);
        (await lab.ValidateAsync(other.AccessToken)).Code.Should().Be(JwtErrorCode.SessionEnded);
        (await lab.ValidateAsync(next.AccessToken)).Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no session")]
    [InlineData("00000000000000000000000000000000")]
    public async Task An_unknown_session_is_not_found(string session)
    {
        await using var lab = await IssuerLab.StartAsync();

        (await lab.Sessions.EndAsync(session, new SessionEndRequest())).Should().BeFalse();
    }

    [Fact]
    public async Task An_end_that_could_not_be_recorded_is_not_acknowledged_and_is_completed_later()
    {
        await using var lab = await IssuerLab.StartAsync();
        var tokens = await lab.SignInAsync();
        lab.Sink.Fails = true;

        await FluentActions.Awaiting(() => lab.Sessions.EndAsync(tokens.SessionId!, new SessionEndRequest()).AsTask())
            .Should().ThrowAsync<SessionStoreUnavailableException>();
        lab.Sink.Fails = false;
        await lab.PassAsync(TimeSpan.FromSeconds(20));

        await UntilEndedAsync(lab);
    }

    [Fact]
    public async Task An_idle_session_is_ended_and_recorded_without_a_request()
    {
        await using var lab = await IssuerLab.StartAsync(options => options.IdleTimeout = TimeSpan.FromSeconds(60));
        await lab.SignInAsync();

        await lab.PassAsync(TimeSpan.FromSeconds(65));
        lab.Sink.Of(AuditEventType.SessionEnded).Should().BeEmpty();
        await lab.PassAsync(TimeSpan.FromSeconds(10));

        await UntilEndedAsync(lab);
        lab.Sink.Of(AuditEventType.SessionEnded).Single().SessionEndReason.Should().Be(SessionEndReason.Idle);
    }

    /// <summary>A jump of the clock can time out a sweep that runs. The next one follows only if the clock goes on.</summary>
    private static Task UntilEndedAsync(IssuerLab lab) => IssuerLab.UntilAsync(async () =>
    {
        if (!lab.Sink.Of(AuditEventType.SessionEnded).Any())
        {
            await lab.PassAsync(TimeSpan.FromSeconds(5));
        }

        return lab.Sink.Of(AuditEventType.SessionEnded).Any();
    });
}
