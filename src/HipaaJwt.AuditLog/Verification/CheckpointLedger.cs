using System.Globalization;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>Compares the tree of the records with the signed checkpoints and with the anchors, each at its size. Not thread-safe.</summary>
internal sealed class CheckpointLedger
{
    private readonly CheckpointFeed _feed;
    private readonly Queue<AuditLogCheckpoint> _anchors;
    private readonly long _first;
    private string? _secondLast;
    private string? _last;

    /// <param name="feed">The signed checkpoints.</param>
    /// <param name="anchors">The anchors of the stream with valid signatures.</param>
    /// <param name="first">The number of records that were pruned. Smaller trees cannot be computed.</param>
    public CheckpointLedger(CheckpointFeed feed, IEnumerable<AuditLogCheckpoint> anchors, long first)
    {
        _feed = feed;
        _first = first;
        _anchors = new(anchors.Where(anchor => anchor.Size >= first).OrderBy(anchor => anchor.Size));
        ProvedSize = first;
    }

    /// <summary>The number of checkpoints with a valid signature.</summary>
    public long Checkpoints { get; private set; }

    /// <summary>The size of the newest checkpoint; 0 if there is none.</summary>
    public long SignedSize { get; private set; }

    /// <summary>The number of anchors that agree with the records.</summary>
    public int Anchors { get; private set; }

    /// <summary>The size of the newest anchor; null if there is none.</summary>
    public long? AnchoredSize { get; private set; }

    /// <summary>The size of the newest checkpoint or anchor that agrees with the records.</summary>
    public long ProvedSize { get; private set; }

    /// <summary>The smallest size that is still to be compared; <see cref="long.MaxValue"/> if there is none.</summary>
    public async ValueTask<long> NextSizeAsync()
    {
        var note = await _feed.PeekAsync().ConfigureAwait(false);
        var local = note is null ? long.MaxValue : note.Checkpoint?.Size ?? ProvedSize;
        return Math.Min(local, _anchors.TryPeek(out var anchor) ? anchor.Size : long.MaxValue);
    }

    /// <summary>Compares the tree with all checkpoints and anchors of its size, and takes those of smaller trees as they are.</summary>
    public async ValueTask<AuditLogProblem?> CheckAsync(MerkleFrontier frontier)
    {
        var root = frontier.Root();
        while (await _feed.PeekAsync().ConfigureAwait(false) is { } note
            && (note.Problem is not null || note.Checkpoint!.Size <= frontier.Count))
        {
            if (note.Problem is { } problem)
            {
                return problem;
            }

            if (CheckCheckpoint(note, note.Checkpoint!, frontier.Count, root) is { } mismatch)
            {
                return mismatch;
            }

            _feed.Take();
        }

        return CheckAnchors(frontier.Count, root);
    }

    /// <summary>Whether a note is one of the last two. A crash between two writes leaves the second last one.</summary>
    public bool IsNewest(string? note) => note is null ? Checkpoints == 1 : note == _last || note == _secondLast;

    /// <summary>Checks that nothing covers more records than there are.</summary>
    public async ValueTask<AuditLogProblem?> FinishAsync(long count)
    {
        if (await _feed.PeekAsync().ConfigureAwait(false) is { } note)
        {
            return note.Problem ?? Problem(
                AuditLogProblemCode.Truncated, note.Offset, count,
                $"A checkpoint covers {note.Checkpoint!.Size} records, but there are {count}.");
        }

        if (_anchors.TryPeek(out var anchor))
        {
            return Problem(
                AuditLogProblemCode.AnchorTruncated, null, count, $"An anchor covers {anchor.Size} records, but there are {count}.");
        }

        if (Checkpoints == 0)
        {
            return Problem(AuditLogProblemCode.CheckpointMissing, null, null, $"The stream has no signed checkpoint.");
        }

        return AnchoredSize > SignedSize
            ? Problem(
                AuditLogProblemCode.CheckpointMissing, null, null, $"An anchor covers {AnchoredSize} records, but no checkpoint does.")
            : null;
    }

    private AuditLogProblem? CheckCheckpoint(SignedNote note, AuditLogCheckpoint checkpoint, long count, byte[] root)
    {
        if (checkpoint.Size < SignedSize)
        {
            return Problem(
                AuditLogProblemCode.CheckpointOrder, note.Offset, null,
                $"The checkpoint at {checkpoint.Size} follows one at {SignedSize}.");
        }

        if (checkpoint.Size >= _first && (checkpoint.Size != count || !checkpoint.Root.Span.SequenceEqual(root)))
        {
            return Problem(
                AuditLogProblemCode.RootMismatch, note.Offset, ProvedSize,
                $"The records from {ProvedSize} to {count} do not have the root of the checkpoint.");
        }

        Checkpoints++;
        (_secondLast, _last) = (_last, checkpoint.Note);
        SignedSize = checkpoint.Size;
        ProvedSize = Math.Max(ProvedSize, checkpoint.Size);
        return null;
    }

    private AuditLogProblem? CheckAnchors(long count, byte[] root)
    {
        while (_anchors.TryPeek(out var anchor) && anchor.Size <= count)
        {
            if (anchor.Size != count || !anchor.Root.Span.SequenceEqual(root))
            {
                return Problem(
                    AuditLogProblemCode.AnchorMismatch, null, AnchoredSize ?? _first,
                    $"The records before {anchor.Size} do not have the root of the anchor.");
            }

            _anchors.Dequeue();
            Anchors++;
            AnchoredSize = anchor.Size;
            ProvedSize = count;
        }

        return null;
    }

    private static AuditLogProblem Problem(AuditLogProblemCode code, long? offset, long? index, FormattableString message) => new(
        code,
        code is AuditLogProblemCode.AnchorMismatch or AuditLogProblemCode.AnchorTruncated ? null : StreamFiles.Checkpoints,
        null,
        offset,
        index,
        message.ToString(CultureInfo.InvariantCulture));
}
