using System.Globalization;
using HipaaJwt.Tool.Reports.Figures;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>When the log was on and off, and when nothing was recorded.</summary>
internal sealed class RecordingSection : IReportSection
{
    private const int MaxRows = 1_000;
    private static readonly TimeSpan MinSilence = TimeSpan.FromHours(6);
    private static readonly TimeSpan MaxClockStep = TimeSpan.FromSeconds(5);

    private readonly ReportScope _scope;
    private readonly Dictionary<string, (DateTimeOffset Time, AuditEventType Type)> _last = [];
    private readonly List<ReportRow> _changes = [];
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _silences = [];
    private DateTimeOffset? _newest;
    private long _changeCount;
    private long _withoutStop;
    private long _failures;
    private long _starts;
    private TimeSpan _off;
    private long _clockSteps;

    public RecordingSection(ReportScope scope) => _scope = scope;

    public void Add(in ReportEntry entry)
    {
        if (entry.IsOfTool)
        {
            return;
        }

        var (auditEvent, time) = (entry.Event, entry.Event.Time);
        if ((_newest ?? _scope.From) is { } newest && time - newest >= MinSilence)
        {
            AddSilence(newest, time);
        }

        _newest = _newest > time ? _newest : time;
        var hasLast = _last.TryGetValue(entry.Origin, out var last);
        if (hasLast && last.Time - time > MaxClockStep)
        {
            _clockSteps++;
        }

        if (DescribeChange(auditEvent.Type, hasLast ? last.Type : null) is { } change)
        {
            AddChange(entry, hasLast ? last.Time : null, change);
        }

        _last[entry.Origin] = (time, auditEvent.Type);
    }

    public ReportSection Complete()
    {
        if (_newest is { } newest && _scope.To - newest >= MinSilence)
        {
            AddSilence(newest, _scope.To);
        }

        return new(
            "recording",
            "Log on and off, and gaps",
            "Starts, stops and failures of the log, as it recorded them itself. A start without a stop before it means a crash or a kill. "
            + "A silence is a time of at least 6 h in which no service recorded anything.")
        {
            Findings = [.. FindingsOf()],
            Tables =
            [
                new ReportTable(
                    "changes",
                    "Starts, stops and failures of the log",
                    ReportColumn.Text("time", "Time"),
                    ReportColumn.Text("stream", "Stream"),
                    ReportColumn.Text("event", "Event"),
                    ReportColumn.Text("offFor", "Off for")).WithTop(_scope.Rows, Enumerable.Reverse(_changes)),
                new ReportTable(
                    "silences",
                    "Longest silences",
                    ReportColumn.Text("from", "From"),
                    ReportColumn.Text("to", "To"),
                    ReportColumn.Text("duration", "Duration")).WithTop(_scope.Rows, Silences()),
            ],
            Limits = _changeCount > MaxRows
                ? [string.Create(CultureInfo.InvariantCulture, $"Only the last {MaxRows:N0} of {_changeCount:N0} changes are kept.")]
                : [],
        };
    }

    private static string? DescribeChange(AuditEventType type, AuditEventType? before) => type switch
    {
        AuditEventType.AuditLogStarted when before is null or AuditEventType.AuditLogStopped => "started",
        AuditEventType.AuditLogStarted => "started without a stop before",
        AuditEventType.AuditLogStopped => "stopped",
        AuditEventType.AuditLogRecovered => "recovered after a crash",
        AuditEventType.AuditLogSegmentAbandoned => "a write failed: segment abandoned",
        AuditEventType.AuditLogFull => "disk full",
        AuditEventType.AuditLogPruned => "old segments deleted",
        _ => null,
    };

    private void AddSilence(DateTimeOffset from, DateTimeOffset to)
    {
        _silences.Add((from, to));
        if (_silences.Count > MaxRows)
        {
            _silences.Remove(_silences.MinBy(silence => silence.To - silence.From));
        }
    }

    private void AddChange(in ReportEntry entry, DateTimeOffset? before, string change)
    {
        _changeCount++;
        if (_changes.Count == MaxRows)
        {
            _changes.RemoveAt(0);
        }

        var isFailure = entry.Event.Outcome == AuditOutcome.Failure;
        var isCrash = change.Contains("without a stop", StringComparison.Ordinal);
        _failures += isFailure ? 1 : 0;
        _withoutStop += isCrash ? 1 : 0;
        TimeSpan? off = entry.Event.Type == AuditEventType.AuditLogStarted ? entry.Event.Time - before : null;
        _starts += entry.Event.Type == AuditEventType.AuditLogStarted ? 1 : 0;
        _off += off ?? TimeSpan.Zero;
        _changes.Add(new ReportRow(
            isFailure || isCrash ? "failure" : null,
            _scope.TimeCell(entry.Event.Time),
            entry.Origin,
            change,
            off is { } duration ? Age.Of(duration) : null));
    }

    private IEnumerable<ReportRow> Silences() => _silences.OrderByDescending(silence => silence.To - silence.From)
        .Select(silence => ReportRow.Of(_scope.TimeCell(silence.From), _scope.TimeCell(silence.To), Age.Of(silence.To - silence.From)));

    private IEnumerable<Finding> FindingsOf()
    {
        if (_newest is null)
        {
            yield return Finding.Bad("The period contains no event of a service.");
        }

        yield return Finding.Good($"Starts: {_starts}. Before them, the log was off for {Age.Of(_off)} in total.");
        if (_failures > 0)
        {
            yield return Finding.Look($"Failures of the log: {_failures}.");
        }

        if (_withoutStop > 0)
        {
            yield return Finding.Look($"Starts without a stop before: {_withoutStop}. Find out why the service ended.");
        }

        if (_silences.Count > 0)
        {
            yield return Finding.Look($"Times of at least 6 h in which nothing was recorded: {_silences.Count}.");
        }

        if (_clockSteps > 0)
        {
            yield return Finding.Look($"Times at which the clock of a service went back by more than 5 s: {_clockSteps}.");
        }
    }
}
