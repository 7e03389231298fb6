using System.Globalization;
using HipaaJwt.Stores.Tests.Workers;
using Xunit.Sdk;

namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>What stores of sessions and signing keys must do that two processes of the operating system share.</summary>
public abstract class StoreProcessesContract : StoreContract
{
    private const int Callers = 64;
    private const int Sessions = 6;

    /// <summary>The number of processes that are killed, in <c>HIPAAJWT_KILLS</c>, 5 by default.</summary>
    private static readonly int Kills = ReadNumber("HIPAAJWT_KILLS", 5);

    /// <summary>The number of rounds in <c>HIPAAJWT_ROUNDS</c>, 50 by default.</summary>
    protected virtual int Rounds => ReadNumber("HIPAAJWT_ROUNDS", 50);

    /// <summary>The kind of the store and where it is.</summary>
    protected abstract string[] Store { get; }

    [Fact]
    public Task In_each_round_exactly_one_of_64_callers_in_each_of_two_processes_advances_and_all_others_retry() =>
        RunRoundsAsync(PlantedDefect.None);

    [Fact]
    public Task Without_a_retry_window_one_of_64_callers_in_each_of_two_processes_advances_and_the_next_ends_the_session() =>
        RunRoundsWithoutWindowAsync(PlantedDefect.None);

    [Fact]
    public async Task The_rounds_find_a_counter_that_is_read_and_then_written() =>
        (await FluentActions.Awaiting(() => RunRoundsAsync(PlantedDefect.ReadThenWrite)).Should().ThrowAsync<XunitException>())
        .WithMessage("Expected*to be 1, but found*");

    [Fact]
    public async Task The_rounds_without_a_retry_window_find_an_ignored_failure_of_the_compare_and_set() =>
        (await FluentActions.Awaiting(() => RunRoundsWithoutWindowAsync(PlantedDefect.IgnoredFailure))
            .Should().ThrowAsync<XunitException>())
        .WithMessage("Expected*to be 1, but found 0*");

    [Fact]
    public async Task A_kill_finds_a_counter_that_is_read_and_then_written() =>
        (await FluentActions.Awaiting(() => KillAsync(PlantedDefect.ReadThenWrite)).Should().ThrowAsync<XunitException>())
        .WithMessage("*Advanced:*");

    [Fact]
    public async Task In_each_round_exactly_one_of_64_callers_in_each_of_two_processes_adds_the_key_of_a_number()
    {
        var store = (await StartProcessAsync()).SigningKeys;
        await using var first = await WorkerProcess.StartAsync(Store);
        await using var second = await WorkerProcess.StartAsync(Store);
        for (var slot = 1; slot <= Rounds; slot++)
        {
            var added = await RunAsync([first, second], $"add {slot} {Callers}");

            added.Should().HaveCount(2 * Callers);
            var winner = added.Where(kid => kid != "-").Should().ContainSingle().Subject;
            var page = await store.ReadAsync(SigningKeyStoreContract.Purpose, CancellationToken.None);
            page.Keys[^1].KeyId.Should().Be(winner);
            page.Keys[^1].Slot.Should().Be(slot);
        }
    }

    [Fact]
    public Task After_a_killed_process_each_number_has_at_most_one_winner_and_its_last_calls_can_be_retried() =>
        KillAsync(PlantedDefect.None);

    internal static async Task<Guid> CreateAsync(ISessionStore store)
    {
        var entry = new SessionEntry
        {
            Id = Guid.NewGuid(),
            SubjectKey = 7,
            ClientId = "clinic-web",
            Salt = new byte[16],
            Data = new byte[200],
            IdleTimeout = TimeSpan.FromHours(1),
            Lifetime = TimeSpan.FromHours(12),
        };
        return (await store.CreateAsync(entry, CancellationToken.None)).Id;
    }

    private async Task RunRoundsAsync(PlantedDefect defect)
    {
        var store = (await StartProcessAsync()).Sessions;
        await using var first = await WorkerProcess.StartAsync(Store, defect);
        await using var second = await WorkerProcess.StartAsync(Store, defect);
        var id = await CreateAsync(store);
        for (var counter = 0; counter < Rounds; counter++)
        {
            var outcomes = await RunAsync([first, second], $"advance {id} {counter} 60000 {Callers}");

            outcomes.Should().HaveCount(2 * Callers);
            outcomes.Count(outcome => outcome == $"Advanced:{counter + 1}:Active").Should().Be(1);
            outcomes.Count(outcome => outcome == $"Retried:{counter + 1}:Active").Should().Be((2 * Callers) - 1);
        }

        var session = (await store.FindAsync(id, CancellationToken.None))!;
        session.Counter.Should().Be(Rounds);
        session.RetriedRefreshes.Should().Be(Rounds);
    }

    private async Task RunRoundsWithoutWindowAsync(PlantedDefect defect)
    {
        var store = (await StartProcessAsync()).Sessions;
        await using var first = await WorkerProcess.StartAsync(Store, defect);
        await using var second = await WorkerProcess.StartAsync(Store, defect);
        for (var round = 0; round < Rounds; round++)
        {
            var id = await CreateAsync(store);

            var outcomes = await RunAsync([first, second], $"advance {id} 0 0 {Callers}");

            outcomes.Should().HaveCount(2 * Callers);
            outcomes.Count(outcome => outcome == "Advanced:1:Active").Should().Be(1);
            outcomes.Count(outcome => outcome == "Reused:1:Ending").Should().Be(1);
            outcomes.Count(outcome => outcome == "Ended:1:Ending").Should().Be((2 * Callers) - 2);
            (await store.FindAsync(id, CancellationToken.None))!.EndReason.Should().Be(SessionEndReason.RefreshTokenReused);
        }
    }

    private async Task KillAsync(PlantedDefect defect)
    {
        var store = (await StartProcessAsync()).Sessions;
        for (var kill = 0; kill < Kills; kill++)
        {
            var ids = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => CreateAsync(store)));
            await using var worker = await WorkerProcess.StartAsync(Store, defect);
            await worker.SendAsync($"load {string.Join(' ', ids)}");
            List<string> lines = [];
            while (lines.Count < 100 + (37 * kill))
            {
                lines.Add((await worker.ReadAsync())!);
            }

            lines.AddRange(await worker.KillAsync());

            foreach (var id in ids)
            {
                await CheckAsync(store, id, [.. lines.Select(line => line.Split(' ')).Where(words => words[1] == $"{id}")]);
            }
        }
    }

    private static async Task CheckAsync(ISessionStore store, Guid id, string[][] lines)
    {
        var answers = lines.Where(words => words[0] == "answer").ToLookup(words => Number(words[2]), words => words[3]);
        var last = lines.Where(words => words[0] == "call").Max(words => Number(words[2]));
        for (var counter = 0; counter < last; counter++)
        {
            answers[counter].Should().BeEquivalentTo($"Advanced:{counter + 1}:Active", $"Retried:{counter + 1}:Active");
        }

        var retries = await Concurrently.RunAsync(
            2, _ => store.AdvanceAsync(id, last, TimeSpan.FromMinutes(10), CancellationToken.None));

        retries.Should().OnlyContain(retry => retry.Session!.Counter == last + 1 && retry.Session.State == SessionState.Active);
        retries.Select(retry => retry.Outcome).Should().BeSubsetOf([SessionAdvanceOutcome.Advanced, SessionAdvanceOutcome.Retried]);
        var winners = retries.Count(retry => retry.Outcome == SessionAdvanceOutcome.Advanced)
            + answers[last].Count(answer => answer.StartsWith("Advanced", StringComparison.Ordinal));
        winners.Should().BeInRange(answers[last].Count() == 2 ? 1 : 0, 1, "only the winner of unanswered calls may be unknown");
        (await store.AdvanceAsync(id, last + 1, TimeSpan.Zero, CancellationToken.None)).Outcome
            .Should().Be(SessionAdvanceOutcome.Advanced);
    }

    /// <summary>Sends a command to all processes and waits for their answers.</summary>
    private static async Task<string[]> RunAsync(WorkerProcess[] workers, string command) =>
        [.. (await Task.WhenAll(workers.Select(worker => worker.RunAsync(command)))).SelectMany(words => words)];

    private static int ReadNumber(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? (int)Number(text) : otherwise;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
