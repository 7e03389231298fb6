using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.TokenIssuer.Tests.Sessions;

/// <summary>
/// Callers of a session refresh concurrently while time passes. A checker reads what they sent and what they got, in any order that is
/// possible, and must find each planted defect.
/// </summary>
public sealed class SessionHistoryTests
{
    private const int Callers = 8;
    private const int Histories = 200;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    public static TheoryData<PlantedDefect> Defects =>
    [
        PlantedDefect.ReadThenWrite, PlantedDefect.IgnoredFailure, PlantedDefect.WindowWithoutLimit, PlantedDefect.RenewedLifetime,
    ];

    [Fact]
    public async Task No_history_of_the_store_breaks_a_rule()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            (await RunAsync(seed, PlantedDefect.None)).Should().BeEmpty("seed {0}", seed);
        }
    }

    [Theory]
    [MemberData(nameof(Defects))]
    public async Task The_checker_finds_a_planted_defect(PlantedDefect defect)
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            if ((await RunAsync(seed, defect)).Count > 0)
            {
                return;
            }
        }

        Assert.Fail($"The checker did not find {defect} in {Histories} histories.");
    }

    private static async Task<IReadOnlyList<string>> RunAsync(int seed, PlantedDefect defect)
    {
        var random = new Random(seed);
        var time = new FakeTimeProvider();
        var store = new PlantedStore(defect, time);
        var entry = new SessionEntry
        {
            Id = Guid.NewGuid(),
            SubjectKey = 1,
            ClientId = "clinic-app",
            Salt = new byte[16],
            Data = new byte[1],
            IdleTimeout = TimeSpan.FromHours(1),
            Lifetime = Lifetime,
        };
        var session = await store.CreateAsync(entry);
        var calls = new ConcurrentQueue<Call>();
        for (var round = 0; round < 12; round++)
        {
            var newest = calls.Where(call => call.IsIssued).Select(call => call.Counter + 1).DefaultIfEmpty(0).Max();
            var counters = Enumerable.Range(0, Callers)
                .Select(_ => random.Next(12) == 0 ? Math.Max(0, newest - 1 - random.Next(2)) : newest).ToArray();
            await Task.WhenAll(counters.Select(counter => Task.Run(async () =>
            {
                var sentIn = round;
                var (outcome, _) = await store.AdvanceAsync(entry, counter, Window);
                calls.Enqueue(new Call(sentIn, counter, outcome, time.GetUtcNow()));
            })));
            time.Advance(TimeSpan.FromSeconds(random.Next(25)));
        }

        return [.. Check([.. calls], session.CreatedAt)];
    }

    /// <summary>The clock stands still during a round, and calls of one round may have happened in any order.</summary>
    private static IEnumerable<string> Check(Call[] calls, DateTimeOffset createdAt)
    {
        var advances = calls.Where(call => call.Outcome == SessionAdvanceOutcome.Advanced).ToArray();
        foreach (var twice in advances.GroupBy(call => call.Counter).Where(group => group.Count() > 1))
        {
            yield return $"{twice.Count()} callers advanced the session from {twice.Key}";
        }

        foreach (var call in calls.Where(call => call.IsIssued && call.At >= createdAt + Lifetime))
        {
            yield return $"a token was issued in round {call.Round}, after the end of the session";
        }

        foreach (var retry in calls.Where(call => call.Outcome == SessionAdvanceOutcome.Retried))
        {
            var advance = advances.FirstOrDefault(call => call.Counter == retry.Counter);
            if (advance is null || retry.At - advance.At > Window)
            {
                yield return $"{retry.Counter} was retried in round {retry.Round}, outside the window";
            }

            if (advances.Any(call => call.Counter == retry.Counter + 1 && call.Round < retry.Round))
            {
                yield return $"{retry.Counter} was retried in round {retry.Round}, after its successor had been used";
            }
        }

        var end = calls.Where(call => call.Outcome == SessionAdvanceOutcome.Reused).Select(call => call.Round)
            .DefaultIfEmpty(int.MaxValue).Min();
        foreach (var call in calls.Where(call => call.IsIssued && call.Round > end))
        {
            yield return $"a token was issued in round {call.Round}, after the session had ended in round {end}";
        }
    }

    private sealed record Call(int Round, long Counter, SessionAdvanceOutcome Outcome, DateTimeOffset At)
    {
        public bool IsIssued => Outcome is SessionAdvanceOutcome.Advanced or SessionAdvanceOutcome.Retried;
    }
}
