using System.Collections.Concurrent;
using HipaaJwt.Histories.Cells;
using HipaaJwt.Histories.Histories;
using HipaaJwt.Histories.Support;

namespace HipaaJwt.Histories.Runs;

/// <summary>One run: all cells, and the outcomes of their histories.</summary>
internal sealed class Run(RunOptions options, CancellationToken stop)
{
    private readonly Heartbeat _heartbeat = new();
    private readonly ConcurrentBag<(CellKind Kind, Outcome Outcome)> _outcomes = [];
    private readonly ConcurrentQueue<string> _violations = [];
    private readonly long _start = MachineTime.Now;
    private int _done;
    private int _foundAfter;

    public async Task RunAsync()
    {
        using TokenIssuer issuer = new();
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Parallel };
        await Parallel.ForEachAsync(Chunk.Divide(options), parallel, async (chunk, _) => await RunAsync(chunk, issuer));
    }

    /// <summary>Prints the summary.</summary>
    /// <returns>Whether there is no violation.</returns>
    public bool Report()
    {
        List<string> lines = [.. Summary.Create(_outcomes, MachineTime.Span(MachineTime.Now - _start))];
        if (options.Planted is { } planted)
        {
            lines.Add(_foundAfter > 0 ? $"{planted}: found after {_foundAfter} histories" : $"{planted}: not found in {_done} histories");
        }

        lines.AddRange(_violations);
        foreach (var line in lines)
        {
            Console.WriteLine(line);
        }

        if (options.OutFile is { } file)
        {
            File.WriteAllLines(file, lines);
        }

        return _violations.IsEmpty;
    }

#pragma warning disable CA1031 // Whatever fails is a violation.
    private async Task RunAsync(Chunk chunk, TokenIssuer issuer)
    {
        Cell? cell = null;
        try
        {
            foreach (var seed in chunk.Seeds)
            {
                if (stop.IsCancellationRequested || (options.Planted is not null && _foundAfter > 0))
                {
                    return;
                }

                cell ??= await Cell.StartAsync(chunk.Kind, issuer, options.Planted);
                var outcome = await History.RunAsync(cell, seed, issuer, _heartbeat, options.Only);
                _outcomes.Add((chunk.Kind, outcome));
                var done = Interlocked.Increment(ref _done);
                if (outcome.Violations.Count > 0)
                {
                    Add(chunk.Kind, seed, outcome, cell, done);
                    await cell.DisposeAsync();
                    cell = null;
                }
            }
        }
        catch (Exception exception)
        {
            _violations.Enqueue($"{chunk.Kind}: {exception}{(cell is null ? string.Empty : LogOf(cell))}");
        }
        finally
        {
            await (cell?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
#pragma warning restore CA1031

    private void Add(CellKind kind, int seed, Outcome outcome, Cell cell, int done)
    {
        // A defect counts as found only if a revoked token was accepted.
        if (outcome.Violations.Any(violation => violation.Contains("too late", StringComparison.Ordinal)))
        {
            Interlocked.CompareExchange(ref _foundAfter, done, 0);
        }

        _violations.Enqueue(string.Join(
            Environment.NewLine,
            [
                $"VIOLATION {kind}, seed {seed}",
                $"  faults: {string.Join("; ", outcome.Faults)}",
                .. outcome.Violations.Take(6).Select(violation => "  " + violation),
                LogOf(cell),
            ]));
    }

    private static string LogOf(Cell cell) => string.Join(
        Environment.NewLine, cell.Instances.Select((instance, index) =>
            $"{Environment.NewLine}    instance {index}:{Environment.NewLine}{instance.Log}"));
}
