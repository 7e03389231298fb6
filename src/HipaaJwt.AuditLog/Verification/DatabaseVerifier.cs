using HipaaJwt.AuditLog.Databases;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Problems;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>Verifies the log of a database up to the head that it had at the start. Use it once.</summary>
internal sealed class DatabaseVerifier : IDisposable
{
    private const int RowsPerBlock = 1_024;
    private const string Events = "event";
    private const string Head = "head";
    private static readonly int MaxPending = Math.Min(Environment.ProcessorCount, 8) + 1;

    private readonly IAuditLogDatabase _database;
    private readonly AuditLogVerificationOptions _options;
    private readonly ProgressMeter _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly MerkleHash _hash = new();
    private readonly StreamTotals _totals = new();
    private CheckpointLedger? _ledger;

    public DatabaseVerifier(
        IAuditLogDatabase database, AuditLogVerificationOptions options, ProgressMeter progress, CancellationToken cancellationToken)
    {
        _database = database;
        _options = options;
        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    public async Task<AuditLogVerification> VerifyAsync()
    {
        if (_options.Keys.Count == 0)
        {
            return Nothing(AuditLogProblemCode.KeyMissing, $"No key is trusted. Give the verifier key of the stream, from a safe place.");
        }

        if (await _database.ReadStateAsync(_cancellationToken).ConfigureAwait(false) is not { } state)
        {
            return Nothing(AuditLogProblemCode.NoStream, $"The database contains no audit log.");
        }

        var problem = await VerifyStreamAsync(state).ConfigureAwait(false)
            ?? StreamResult.CheckCoverage(_totals, _ledger!, _options.RequireAnchor);
        _progress.Report(_database.Name);
        List<AuditLogStreamVerification> results = [StreamResult.Of(_database.Name, _totals, _ledger, problem)];
        results.AddRange(MissingStreams.Of(results, _options));
        return new AuditLogVerification { Verdict = results.Max(result => result.Verdict), Streams = results };
    }

    public void Dispose() => _hash.Dispose();

    private static AuditLogVerification Nothing(AuditLogProblemCode code, FormattableString message) => new()
    {
        Verdict = AuditLogVerdict.NothingChecked,
        Streams = [],
        Problem = ProblemFactory.Of(code, message),
    };

    private async Task<AuditLogProblem?> VerifyStreamAsync(AuditLogDatabaseState state)
    {
        _totals.Origin = state.Head.Origin;
        var anchors = _options.Anchors.Where(anchor => anchor.Origin == state.Head.Origin).ToList();
        if ((CheckKey(state.Head) ?? AnchorChecks.Check(anchors, _options.Keys, first: 0)) is { } early)
        {
            return early;
        }

        // A checkpoint is stored after its events, so the head of the same moment covers it.
#pragma warning disable CA2000 // The feed disposes it.
        var notes = new NoteTable(_database, state.Checkpoint?.Size ?? -1, _cancellationToken);
#pragma warning restore CA2000
        var feed = new CheckpointFeed(notes, state.Head.Origin, _options.Keys);
        await using var owner = feed.ConfigureAwait(false);
        _ledger = new CheckpointLedger(feed, anchors, first: 0);
        var tree = new MerkleFrontier(_hash);
        return await _ledger.CheckAsync(tree).ConfigureAwait(false)
            ?? await VerifyEventsAsync(tree, state.Head.Size).ConfigureAwait(false)
            ?? await _ledger.FinishAsync(tree.Count).ConfigureAwait(false)
            ?? CheckHead(state, tree);
    }

    private AuditLogProblem? CheckKey(AuditLogHead head) =>
        _options.Keys.Any(key => (key.Name is null || key.Name == head.Origin) && key.PublicKey.Span.SequenceEqual(head.PublicKey.Span))
            ? null
            : ProblemFactory.In(AuditLogProblemCode.VerifierKeyMismatch, Head, $"The head does not contain a trusted key of the stream.");

    private static AuditLogProblem? CheckHead(AuditLogDatabaseState state, MerkleFrontier tree)
    {
        if (tree.Count != state.Head.Size || state.EndIndex != state.Head.Size)
        {
            var index = Math.Min(tree.Count, state.Head.Size);
            return ProblemFactory.In(
                AuditLogProblemCode.IndexMismatch,
                Events,
                $"The head has {state.Head.Size} events, and the table {state.EndIndex}.",
                index);
        }

        return tree.IsOf(state.Head)
            ? null
            : ProblemFactory.In(AuditLogProblemCode.FrontierMismatch, Head, $"The head does not have the hashes of the events.");
    }

    /// <summary>Reads and hashes blocks in parallel and appends them in order.</summary>
    private async Task<AuditLogProblem?> VerifyEventsAsync(MerkleFrontier tree, long size)
    {
        Queue<Task<CheckedBlock>> pending = new();
        try
        {
            var next = 0L;
            while (next < size)
            {
                var (block, rows) = await ReadAsync(next, size).ConfigureAwait(false);
                if (block is null)
                {
                    break;
                }

                var first = next;
                pending.Enqueue(Task.Run(() => BlockChecker.Check(block, first, findPruned: false), CancellationToken.None));
                next += rows;
                if (pending.Count >= MaxPending && await AppendAsync(tree, await pending.Dequeue().ConfigureAwait(false))
                    .ConfigureAwait(false) is { } problem)
                {
                    return problem;
                }
            }

            return await AppendAllAsync(tree, pending).ConfigureAwait(false);
        }
        finally
        {
            await ((Task)Task.WhenAll(pending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<AuditLogProblem?> AppendAllAsync(MerkleFrontier tree, Queue<Task<CheckedBlock>> pending)
    {
        while (pending.TryDequeue(out var block))
        {
            if (await AppendAsync(tree, await block.ConfigureAwait(false)).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private async Task<(LineBlock? Block, int Rows)> ReadAsync(long first, long size)
    {
        var count = (int)Math.Min(RowsPerBlock, size - first);
        var rows = await _database.ReadEventsAsync(first, count, withRecords: true, _cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? (null, 0) : (RowBlock.Of(rows), rows.Count);
    }

    private async Task<AuditLogProblem?> AppendAsync(MerkleFrontier tree, CheckedBlock block)
    {
        _totals.Events += block.Count;
        _totals.Bytes += block.Bytes;
        _totals.RedactedEvents += block.Redacted;
        _progress.Add(_database.Name, block.Bytes, block.Count);
        while (true)
        {
            var size = await _ledger!.NextSizeAsync().ConfigureAwait(false);
            var isWithin = size <= block.End;
            block.Levels.AppendTo(tree, tree.Count, isWithin ? size : block.End);
            if (!isWithin)
            {
                return block.Problem is { } line ? line.In(Events, line.Index) with { Line = null, Offset = null } : null;
            }

            if (await _ledger.CheckAsync(tree).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }
    }
}
