using HipaaJwt.AuditLog.Problems;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>Decides what the checks of a stream prove.</summary>
internal static class StreamResult
{
    /// <summary>Checks that something was proved, and that missing records were pruned by the service.</summary>
    public static AuditLogProblem? CheckCoverage(StreamTotals totals, CheckpointLedger ledger, bool requireAnchor)
    {
        var trusted = ledger.AnchoredSize ?? ledger.SignedSize;
        if (totals.First > 0 && !(totals.PrunedBy < trusted))
        {
            return ProblemFactory.In(
                AuditLogProblemCode.RecordsMissing,
                null,
                $"The records before {totals.First} are missing. No record that a checkpoint or anchor covers says that they were pruned.",
                totals.First);
        }

        if (requireAnchor && ledger.AnchoredSize is null)
        {
            return ProblemFactory.Of(AuditLogProblemCode.AnchorMissing, $"An anchor is required, and there is none for this stream.");
        }

        return ledger.SignedSize > totals.First
            ? null
            : ProblemFactory.Of(AuditLogProblemCode.NothingSigned, $"No signed checkpoint covers an event.");
    }

    public static AuditLogStreamVerification Of(string directory, StreamTotals totals, CheckpointLedger? ledger, AuditLogProblem? problem)
    {
        var end = totals.First + totals.Events;
        var afterAnchor = Math.Max(0, end - Math.Max(totals.First, ledger?.AnchoredSize ?? 0));
        return new AuditLogStreamVerification
        {
            Origin = totals.Origin,
            Directory = directory,
            Verdict = VerdictOf(problem?.Code, afterAnchor),
            FirstIndex = totals.First,
            Events = totals.Events,
            EventsAfterAnchor = afterAnchor,
            UnsignedEvents = Math.Max(0, end - Math.Max(totals.First, ledger?.SignedSize ?? 0)),
            Bytes = totals.Bytes,
            Checkpoints = ledger?.Checkpoints ?? 0,
            Anchors = ledger?.Anchors ?? 0,
            RedactedEvents = totals.RedactedEvents,
            VoidBytes = totals.VoidBytes,
            Problem = problem,
        };
    }

    /// <summary>The stream that a key or an anchor names and that does not exist.</summary>
    public static AuditLogStreamVerification Missing(string origin) => new()
    {
        Origin = origin,
        Directory = null,
        Verdict = AuditLogVerdict.Invalid,
        Problem = ProblemFactory.Of(
            AuditLogProblemCode.StreamMissing, $"The directory does not contain the stream {origin}, which a key or an anchor names."),
    };

    private static AuditLogVerdict VerdictOf(AuditLogProblemCode? code, long afterAnchor) => code switch
    {
        null => afterAnchor == 0 ? AuditLogVerdict.Valid : AuditLogVerdict.ValidAfterAnchor,
        AuditLogProblemCode.AnchorMissing or AuditLogProblemCode.NothingSigned => AuditLogVerdict.NothingChecked,
        _ => AuditLogVerdict.Invalid,
    };
}
