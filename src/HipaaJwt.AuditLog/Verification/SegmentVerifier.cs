using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Problems;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>Verifies the records of one segment. It hashes blocks in parallel and appends them in order.</summary>
internal sealed class SegmentVerifier
{
    private static readonly int MaxPending = Math.Min(Environment.ProcessorCount, 8) + 1;

    private readonly MerkleFrontier _frontier;
    private readonly CheckpointLedger _ledger;
    private readonly StreamTotals _totals;
    private readonly Action<long, long> _progress;
    private readonly CancellationToken _cancellationToken;

    public SegmentVerifier(
        MerkleFrontier frontier,
        CheckpointLedger ledger,
        StreamTotals totals,
        Action<long, long> progress,
        CancellationToken cancellationToken)
    {
        _frontier = frontier;
        _ledger = ledger;
        _totals = totals;
        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Verifies the records.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="start">The number of bytes of the header.</param>
    /// <param name="link">The end of the segment before.</param>
    /// <param name="end">The valid length; null for the last segment, which may end with an unfinished line.</param>
    public async Task<AuditLogProblem?> VerifyAsync(SegmentFile segment, long start, SegmentLink link, long? end)
    {
        var file = LogFile.Open(segment.Path);
        await using var owner = file.ConfigureAwait(false);
        using var hashes = new HashesFile(segment);
        using var reader = new BlockReader(file, start, end ?? long.MaxValue);
        _totals.Bytes += start;
        if (await ReadBlocksAsync(segment, link, reader, hashes).ConfigureAwait(false) is { } problem)
        {
            return problem;
        }

        _totals.VoidBytes += end is null ? reader.Unfinished : file.Length - end.Value;
        _totals.Bytes += end is null ? reader.Unfinished : file.Length - end.Value;
        if (end is not null && reader.Unfinished > 0)
        {
            return ProblemFactory.In(AuditLogProblemCode.LengthMismatch, segment.Name, $"The valid length {end} is not the end of a line.");
        }

        return hashes.IsEqual()
            ? null
            : ProblemFactory.In(
                AuditLogProblemCode.HashesMismatch,
                StreamFiles.Hashes(segment.First),
                $"The file does not have the hashes of the records.");
    }

    private async Task<AuditLogProblem?> ReadBlocksAsync(SegmentFile segment, SegmentLink link, BlockReader reader, HashesFile hashes)
    {
        var pending = new Queue<Task<CheckedBlock>>();
        var findPruned = _totals.First > 0;
        var next = segment.First;
        try
        {
            while (true)
            {
                _cancellationToken.ThrowIfCancellationRequested();
#pragma warning disable CA2000 // The checker disposes it.
                var block = reader.Read();
#pragma warning restore CA2000
                if (next == segment.First && !IsExplained(link, block))
                {
                    block?.Dispose();
                    return Unexplained(segment, link);
                }

                if (block is not null)
                {
                    var first = next;
                    pending.Enqueue(Task.Run(() => BlockChecker.Check(block, first, findPruned), CancellationToken.None));
                    next += block.Lines;
                }
                else if (pending.Count == 0)
                {
                    return null;
                }

                var isFull = block is null || pending.Count >= MaxPending;
                if (isFull && await AppendAsync(segment, await pending.Dequeue().ConfigureAwait(false), hashes)
                    .ConfigureAwait(false) is { } problem)
                {
                    return problem;
                }
            }
        }
        finally
        {
            await ((Task)Task.WhenAll(pending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<AuditLogProblem?> AppendAsync(SegmentFile segment, CheckedBlock block, HashesFile hashes)
    {
        hashes.Compare(block.Levels.Leaves);
        _totals.Events += block.Count;
        _totals.Bytes += block.Bytes;
        _totals.RedactedEvents += block.Redacted;
        _totals.PrunedBy ??= block.Pruned.Where(record => record.FirstLeft >= _totals.First).Select(record => (long?)record.Index)
            .FirstOrDefault();
        _progress(block.Bytes, block.Count);
        while (true)
        {
            var size = await _ledger.NextSizeAsync().ConfigureAwait(false);
            var isWithin = size <= block.End;
            block.Levels.AppendTo(_frontier, _frontier.Count, isWithin ? size : block.End);
            if (!isWithin)
            {
                return block.Problem?.In(segment.Name, block.Problem.Index - segment.First + 2);
            }

            if (await _ledger.CheckAsync(_frontier).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }
    }

    private static bool IsExplained(SegmentLink link, LineBlock? block)
    {
        var bytes = block is null ? [] : block.Bytes;
        var feed = bytes.IndexOf((byte)'\n');
        return link.IsExplainedBy(feed < 0 ? bytes : bytes[..feed]);
    }

    private static AuditLogProblem Unexplained(SegmentFile segment, SegmentLink link) => new(
        AuditLogProblemCode.EndUnexplained, segment.Name, 2, null, segment.First, string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"The header says that the segment before ended as {link.Header.Previous?.Reason}. The first record does not say the same."));
}
