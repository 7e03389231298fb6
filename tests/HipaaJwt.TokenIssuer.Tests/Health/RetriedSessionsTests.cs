using HipaaJwt.TokenIssuer.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.TokenIssuer.Tests.Health;

public sealed class RetriedSessionsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_session_counts_once_and_from_its_third_retried_refresh()
    {
        var sessions = new RetriedSessions(new TokenIssuerOptions(), _time);
        var session = Guid.NewGuid();

        sessions.Add(session, 2).Should().BeFalse();
        sessions.Count().Should().Be(0);
        sessions.Add(session, 3).Should().BeTrue();
        sessions.Add(session, 4).Should().BeTrue();

        sessions.Count().Should().Be(1);
    }

    [Fact]
    public void A_thousand_sessions_are_counted_and_more_take_no_memory()
    {
        var sessions = new RetriedSessions(new TokenIssuerOptions(), _time);
        for (var count = 0; count < 3 * RetriedSessions.MaxSessions; count++)
        {
            sessions.Add(Guid.NewGuid(), RetriedSessions.Suspicious);
        }

        sessions.Count().Should().Be(RetriedSessions.MaxSessions);
        _time.Advance(TimeSpan.FromMinutes(16));
        sessions.Add(Guid.NewGuid(), RetriedSessions.Suspicious);
        sessions.Count().Should().Be(1, "the others were retried too long ago");
    }

    [Fact]
    public void With_long_access_tokens_a_session_counts_for_two_of_their_lifetimes()
    {
        var sessions = new RetriedSessions(new TokenIssuerOptions { AccessTokenLifetime = TimeSpan.FromHours(1) }, _time);
        sessions.Add(Guid.NewGuid(), RetriedSessions.Suspicious);

        _time.Advance(TimeSpan.FromHours(2));
        sessions.Count().Should().Be(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        sessions.Count().Should().Be(0);
    }
}
