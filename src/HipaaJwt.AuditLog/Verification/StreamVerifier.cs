using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Keys;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Problems;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>Verifies one stream. Use it once.</summary>
internal sealed class StreamVerifier : IDisposable
{
    private readonly string _directory;
    private readonly AuditLogVerificationOptions _options;
    private readonly ProgressMeter _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly MerkleHash _hash = new();
    private readonly StreamTotals _totals = new();
    private CheckpointLedger? _ledger;
    private string? _file;

    public StreamVerifier(
        string directory, AuditLogVerificationOptions options, ProgressMeter progress, CancellationToken cancellationToken)
    {
        _directory = directory;
        _options = options;
        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    public async Task<AuditLogStreamVerification> VerifyAsync()
    {
        AuditLogProblem? problem;
        try
        {
            problem = await VerifyFilesAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = ProblemFactory.Unreadable(_file, exception);
        }

        return StreamResult.Of(
            _directory, _totals, _ledger, problem ?? StreamResult.CheckCoverage(_totals, _ledger!, _options.RequireAnchor));
    }

    public void Dispose() => _hash.Dispose();

    private async Task<AuditLogProblem?> VerifyFilesAsync()
    {
        var snapshot = StreamSnapshot.Take(_directory);
        if (snapshot.Segments is not [var first, ..])
        {
            return ProblemFactory.Of(AuditLogProblemCode.SegmentsMissing, $"The stream has no segment.");
        }

        var start = ReadStart(first);
        if (start.Header is not { } header)
        {
            return HeaderMalformed(first);
        }

        (_totals.Origin, _totals.First) = (header.Origin, header.First);
        var problem = SegmentChecks.CheckFirst(first, header) ?? CheckKey(header.Origin);
        var anchors = _options.Anchors.Where(anchor => anchor.Origin == header.Origin).ToList();
        return problem
            ?? AnchorChecks.Check(anchors, _options.Keys, header.First)
            ?? await VerifyTreeAsync(snapshot, start, header, anchors).ConfigureAwait(false);
    }

    private async Task<AuditLogProblem?> VerifyTreeAsync(
        StreamSnapshot snapshot, SegmentStart start, SegmentHeader header, List<AuditLogCheckpoint> anchors)
    {
        _file = StreamFiles.Checkpoints;
#pragma warning disable CA2000 // The feed disposes it.
        if (LogFile.TryOpen(Path.Combine(_directory, StreamFiles.Checkpoints)) is not { } checkpoints)
#pragma warning restore CA2000
        {
            return ProblemFactory.In(
                AuditLogProblemCode.CheckpointMissing, StreamFiles.Checkpoints, $"The stream has no signed checkpoint.");
        }

#pragma warning disable CA2000 // The feed disposes it.
        var notes = new NoteFile(checkpoints, snapshot.CheckpointsLength);
#pragma warning restore CA2000
        var feed = new CheckpointFeed(notes, header.Origin, _options.Keys);
        await using var owner = feed.ConfigureAwait(false);
        _ledger = new CheckpointLedger(feed, anchors, header.First);
        var frontier = MerkleFrontier.Restore(_hash, header.First, header.Frontier);
        var problem = await _ledger.CheckAsync(frontier).ConfigureAwait(false)
            ?? await VerifySegmentsAsync(snapshot.Segments, start, frontier, _ledger).ConfigureAwait(false)
            ?? await _ledger.FinishAsync(frontier.Count).ConfigureAwait(false);
        return problem ?? (_ledger.IsNewest(snapshot.Newest)
            ? null
            : ProblemFactory.In(
                AuditLogProblemCode.CheckpointNotNewest, StreamFiles.Checkpoint, $"The file is not the newest of checkpoints."));
    }

    private async Task<AuditLogProblem?> VerifySegmentsAsync(
        IReadOnlyList<SegmentFile> segments, SegmentStart start, MerkleFrontier frontier, CheckpointLedger ledger)
    {
        var verifier = new SegmentVerifier(
            frontier, ledger, _totals, (bytes, events) => _progress.Add(_directory, bytes, events), _cancellationToken);
        for (var index = 0; index < segments.Count; index++)
        {
            var segment = segments[index];
            var next = index + 1 < segments.Count ? segments[index + 1] : null;
            var nextStart = next is null ? null : ReadStart(next);
            if (next is not null && nextStart!.Header is null && !(nextStart.IsUnfinished && index + 2 == segments.Count))
            {
                return HeaderMalformed(next);
            }

            var link = new SegmentLink(start.Header!, index == 0 ? null : segments[index - 1]);
            var end = nextStart?.Header?.Previous?.Bytes;
            _file = segment.Name;
            var problem = SegmentChecks.CheckLength(segment, nextStart?.Header, start.Length)
                ?? await verifier.VerifyAsync(segment, start.Length, link, end).ConfigureAwait(false)
                ?? SegmentChecks.CheckNext(next, nextStart?.Header, start.Header!.Origin, frontier);
            if (problem is not null || nextStart?.Header is null)
            {
                _totals.VoidBytes += next is null ? 0 : new FileInfo(next.Path).Length;
                return problem;
            }

            start = nextStart;
        }

        return null;
    }

    private SegmentStart ReadStart(SegmentFile segment)
    {
        _file = segment.Name;
        return segment.ReadStart();
    }

    private AuditLogProblem? CheckKey(string origin)
    {
        _file = StreamFiles.VerifierKey;
        var path = Path.Combine(_directory, StreamFiles.VerifierKey);
        if (!File.Exists(path))
        {
            return null;
        }

        const int MaxLength = 1024;
        var text = LogFile.TryReadText(path, MaxLength);
        var isTrusted = _options.Keys.Any(key => text == key.ToString(origin) + "\n");
        return isTrusted
            ? null
            : ProblemFactory.In(AuditLogProblemCode.VerifierKeyMismatch, StreamFiles.VerifierKey,
                $"The file does not contain a trusted key of the stream.");
    }

    private static AuditLogProblem HeaderMalformed(SegmentFile segment) => ProblemFactory.Header(
        AuditLogProblemCode.HeaderMalformed, segment.Name, segment.First, $"The first line is not the header of a segment.");
}
