using HipaaJwt.TokenIssuer.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.TokenIssuer.Tests.Sessions;

/// <summary>
/// A thief copies the refresh token of a user at any moment. Both then refresh in any order, with any pauses. The law: either the thief
/// gets nothing, or the session ends at the next use by the user, unless a token was used by both within the retry window.
/// </summary>
public sealed class VictimAndThiefTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task In_every_interleaving_the_thief_gets_nothing_or_the_session_ends_at_the_next_use_by_the_user()
    {
        var (thefts, trailed) = (0, 0);
        for (var seed = 0; seed < 20_000; seed++)
        {
            var history = await History.RunAsync(seed, Window);

            history.Violation.Should().BeNull("seed {0}", seed);
            thefts += history.ThiefSucceeded ? 1 : 0;
            trailed += history.IsWithinWindow ? 1 : 0;
        }

        thefts.Should().BeGreaterThan(1_000, "the law must be tested with thieves who succeed");
        trailed.Should().BeGreaterThan(1_000, "and the exception must occur");
    }

    [Fact]
    public async Task Without_a_retry_window_there_is_no_exception()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var history = await History.RunAsync(seed, TimeSpan.Zero);

            history.IsWithinWindow.Should().BeFalse();
            history.Violation.Should().BeNull("seed {0}", seed);
        }
    }

    [Fact]
    public async Task A_thief_who_trails_the_user_within_the_window_is_the_documented_exception()
    {
        var time = new FakeTimeProvider();
        var (store, id) = await History.CreateAsync(time);
        var user = await store.AdvanceAsync(id, 0, Window, CancellationToken.None);
        time.Advance(Window);

        var thief = await store.AdvanceAsync(id, 0, Window, CancellationToken.None);

        user.Outcome.Should().Be(SessionAdvanceOutcome.Advanced);
        thief.Outcome.Should().Be(SessionAdvanceOutcome.Retried);
    }

    /// <summary>One random interleaving.</summary>
    private sealed class History
    {
        private readonly Random _random;
        private readonly FakeTimeProvider _time = new();
        private readonly TimeSpan _window;
        private readonly Dictionary<long, (bool ByThief, DateTimeOffset At)> _uses = [];
        private ISessionStore _store = null!;
        private Guid _id;
        private long _user;
        private long? _thief;

        private History(int seed, TimeSpan window)
        {
            _random = new Random(seed);
            _window = window;
        }

        /// <summary>Whether the thief got a token since the last use by the user.</summary>
        private bool _isStolenSinceUse;

        public bool ThiefSucceeded { get; private set; }

        public bool IsWithinWindow { get; private set; }

        public string? Violation { get; private set; }

        public static async Task<History> RunAsync(int seed, TimeSpan window)
        {
            var history = new History(seed, window);
            (history._store, history._id) = await CreateAsync(history._time);
            await history.RunAsync();
            return history;
        }

        public static async Task<(ISessionStore Store, Guid Id)> CreateAsync(TimeProvider time)
        {
            var store = new MemorySessionStore(time);
            var session = await store.CreateAsync(
                new SessionEntry
                {
                    Id = Guid.NewGuid(),
                    SubjectKey = 1,
                    ClientId = "clinic-app",
                    Salt = new byte[16],
                    Data = new byte[1],
                    IdleTimeout = TimeSpan.FromHours(1),
                    Lifetime = TimeSpan.FromHours(2),
                },
                CancellationToken.None);
            return (store, session.Id);
        }

        private async Task RunAsync()
        {
            var theft = _random.Next(4);
            for (var step = 0; step < 10 && Violation is null; step++)
            {
                if (step == theft)
                {
                    _thief = _user;
                }

                _time.Advance(TimeSpan.FromMilliseconds(_random.Next(3) == 0 ? _random.Next(10_000) : _random.Next(10_001, 30_000)));
                var byThief = _thief is not null && _random.Next(2) == 0;
                if (await UseAsync(byThief))
                {
                    return;
                }
            }
        }

        /// <returns>Whether the session has ended.</returns>
        private async Task<bool> UseAsync(bool byThief)
        {
            var counter = byThief ? _thief!.Value : _user;
            var isShared = _uses.TryGetValue(counter, out var other) && other.ByThief != byThief;
            IsWithinWindow |= isShared && _window > TimeSpan.Zero && _time.GetUtcNow() - other.At <= _window;
            _uses.TryAdd(counter, (byThief, _time.GetUtcNow()));
            var (outcome, _) = await _store.AdvanceAsync(_id, counter, _window, CancellationToken.None);
            var isIssued = outcome is SessionAdvanceOutcome.Advanced or SessionAdvanceOutcome.Retried;
            if (!byThief)
            {
                Violation = isIssued && _isStolenSinceUse && !IsWithinWindow ? "the user went on after the thief had refreshed" : null;
                _isStolenSinceUse = false;
                _user = isIssued ? counter + 1 : _user;
            }
            else if (isIssued)
            {
                (_thief, ThiefSucceeded, _isStolenSinceUse) = (counter + 1, true, true);
            }

            return !isIssued;
        }
    }
}
