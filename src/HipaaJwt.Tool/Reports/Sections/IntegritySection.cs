using System.Globalization;
using HipaaJwt.Tool.Reports.Figures;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>The verdict on each stream, and how old the newest anchored event is.</summary>
internal sealed class IntegritySection : IReportSection
{
    private static readonly TimeSpan MaxAnchorAge = TimeSpan.FromDays(1);

    private readonly ReportScope _scope;
    private readonly Dictionary<string, long> _anchored;
    private readonly Dictionary<string, DateTimeOffset> _anchoredAt = [];

    public IntegritySection(ReportScope scope, IEnumerable<AuditLogCheckpoint> anchors)
    {
        _scope = scope;
        _anchored = anchors.GroupBy(anchor => anchor.Origin).ToDictionary(group => group.Key, group => group.Max(anchor => anchor.Size));
    }

    public bool ReadsWholeLog => true;

    /// <summary>The result of the verification. Set it before the section is completed.</summary>
    public AuditLogVerification? Verification { get; set; }

    /// <summary>The number of records that were redacted or have a schema that this version does not know.</summary>
    public long Unread { get; set; }

    public void Add(in ReportEntry entry)
    {
        if (_anchored.TryGetValue(entry.Origin, out var size) && entry.Index < size)
        {
            _anchoredAt[entry.Origin] = entry.Event.Time;
        }
    }

    public ReportSection Complete() => new(
        "integrity",
        "Integrity of the log",
        "Every record was compared with its hash, all hashes with the signed checkpoints, and these with the anchors that were kept out of "
        + "reach of the log. The age of an anchor is the time since the last event that it covers. It also grows while nothing happens. "
        + "Void bytes are the unfinished end of a file after a crash. Nobody was told that they were written.")
    {
        Findings = [.. FindingsOf()],
        Tables =
        [
            new ReportTable(
                "streams",
                "Streams of the log",
                ReportColumn.Text("stream", "Stream"),
                ReportColumn.Text("verdict", "Verdict"),
                ReportColumn.Number("events", "Events"),
                ReportColumn.Number("afterAnchor", "Events after the last anchor"),
                ReportColumn.Text("anchored", "Last anchored event"),
                ReportColumn.Text("anchorAge", "Age of the anchor"),
                ReportColumn.Number("redacted", "Redacted events"),
                ReportColumn.Number("voidBytes", "Void bytes"))
                .WithAll(Verified.Streams.Select(RowOf)),
        ],
    };

    private AuditLogVerification Verified => Verification ?? throw new InvalidOperationException("The log was not verified.");

    private IEnumerable<Finding> FindingsOf()
    {
        yield return Verified.Verdict switch
        {
            AuditLogVerdict.Valid => Finding.Good("All events are genuine, and an anchor covers them all."),
            AuditLogVerdict.ValidAfterAnchor => Finding.Good(
                "All events agree with the signed checkpoints. The holder of the signing key can have changed those after the last "
                + "anchor."),
            AuditLogVerdict.NothingChecked => Finding.Bad(
                "NOTHING WAS CHECKED. Do not rely on any figure. Name the keys of the log with --key and the anchors with --anchor."),
            _ => Finding.Bad("INVALID: the log was changed, is incomplete, or was signed by another key. Do not rely on any figure."),
        };
        if (Verified.Problem is { } problem)
        {
            yield return Finding.Bad(ProblemText.Of(problem));
        }

        if (Verified.Streams.Any(IsUnknownTool))
        {
            yield return Finding.Look(
                "Streams hipaa-jwt/… record the use of this tool. Name the public key of each person who uses it with --key too: hipaa-jwt "
                + "audit keys public.");
        }

        var unanchored = Verified.Streams.Count(stream => stream.Origin is { } origin && !_anchored.ContainsKey(origin));
        if (unanchored > 0)
        {
            yield return Finding.Look(
                $"Streams without an anchor: {unanchored}. Nobody can know whether the ends of these streams were cut off.");
        }

        foreach (var (origin, time) in _anchoredAt.Where(anchored => _scope.Now - anchored.Value > MaxAnchorAge))
        {
            yield return Finding.Look($"The anchor of {origin} is old: the last event that it covers happened {Age.Of(time, _scope.Now)}.");
        }

        if (Unread > 0)
        {
            yield return Finding.Look(string.Create(
                CultureInfo.InvariantCulture, $"Records that are redacted or of an unknown schema, and in no figure: {Unread:N0}."));
        }
    }

    private static bool IsUnknownTool(AuditLogStreamVerification stream) =>
        stream.Problem?.Code == AuditLogProblemCode.VerifierKeyMismatch
        && stream.Origin?.StartsWith(ReportEntry.ToolStreams, StringComparison.Ordinal) == true;

    private ReportRow RowOf(AuditLogStreamVerification stream)
    {
        DateTimeOffset? anchored =
            stream.Origin is { } origin && _anchoredAt.TryGetValue(origin, out var time) ? time : null;
        return new ReportRow(
            stream.Problem is { } problem ? ProblemText.Of(problem) : null,
            stream.Origin ?? stream.Directory,
            stream.Verdict.ToString(),
            stream.Events,
            stream.EventsAfterAnchor,
            anchored is { } last ? _scope.TimeCell(last) : "none",
            anchored is { } since ? Age.Of(_scope.Now - since) : "none",
            stream.RedactedEvents,
            stream.VoidBytes);
    }
}
