using HipaaJwt.AuditLog.Databases;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.AuditLog.Tests.Databases;

/// <summary>When the turn of a thread ends.</summary>
public sealed class WriterTurnTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly WriterTurn _turn;

    public WriterTurnTests() => _turn = new WriterTurn(_time);

    [Fact]
    public void A_call_may_last_as_long_as_the_limit()
    {
        _turn.BeginCall();

        _time.Advance(Limit);

        _turn.TryEnd(Limit).Should().BeFalse();
        _turn.TryEndCall().Should().BeTrue();
    }

    [Fact]
    public void A_longer_call_ends_the_turn_once()
    {
        _turn.BeginCall();

        _time.Advance(Limit + TimeSpan.FromTicks(1));

        _turn.TryEnd(Limit).Should().BeTrue();
        _turn.TryEnd(Limit).Should().BeFalse();
        _turn.TryEndCall().Should().BeFalse();
    }

    [Fact]
    public void A_turn_without_a_call_does_not_end()
    {
        _turn.BeginCall();
        _turn.TryEndCall().Should().BeTrue();

        _time.Advance(TimeSpan.FromDays(1));

        _turn.TryEnd(Limit).Should().BeFalse();
        _turn.TryEndCall().Should().BeTrue();
    }

    [Fact]
    public void The_limit_counts_from_the_start_of_the_newest_call()
    {
        _turn.BeginCall();
        _time.Advance(Limit);
        _turn.TryEndCall();
        _turn.BeginCall();
        _time.Advance(Limit);

        _turn.TryEnd(Limit).Should().BeFalse();
    }
}
