using HipaaJwt.Histories.Cells;

namespace HipaaJwt.Histories.Runs;

/// <summary>Histories that run one after another in the same cell.</summary>
internal sealed record Chunk(CellKind Kind, IReadOnlyList<int> Seeds)
{
    /// <summary>A third of the histories loses data.</summary>
    private const int LossEvery = 3;

    /// <summary>Distributes the histories of a run over cells, in an order in which all stores run at the same time.</summary>
    public static IReadOnlyList<Chunk> Divide(RunOptions options)
    {
        var histories = Enumerable.Range(0, options.Count).Select(number => (Kind: KindOf(number, options), Seed: options.Seed + number));
        var chunks = histories
            .GroupBy(history => history.Kind, history => history.Seed)
            .SelectMany(group => group.Chunk(options.CellLength).Select((seeds, round) => (round, Chunk: new Chunk(group.Key, seeds))));
        return [.. chunks.OrderByDescending(entry => entry.Chunk.Kind.HasDefaultOptions).ThenBy(entry => entry.round)
            .Select(entry => entry.Chunk)];
    }

    private static CellKind KindOf(int number, RunOptions options)
    {
        var (store, round) = (options.Stores[number % options.Stores.Count], number / options.Stores.Count);
        return new CellKind(
            store,
            options.LosesData ?? round % LossEvery == LossEvery - 1,
            options.DefaultOptionsEvery > 0 && round % options.DefaultOptionsEvery == options.DefaultOptionsEvery - 1);
    }
}
