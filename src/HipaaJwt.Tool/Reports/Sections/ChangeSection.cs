using System.Globalization;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>Changes of keys and configuration.</summary>
internal sealed class ChangeSection : IReportSection
{
    private const int MaxChanges = 1_000;

    private readonly ReportScope _scope;
    private readonly Queue<ReportRow> _rows = new();
    private long _count;

    public ChangeSection(ReportScope scope) => _scope = scope;

    public void Add(in ReportEntry entry)
    {
        var auditEvent = entry.Event;
        if (auditEvent.Type is not (AuditEventType.SigningKeyChanged or AuditEventType.ConfigurationChanged))
        {
            return;
        }

        _count++;
        if (_rows.Count == MaxChanges)
        {
            _rows.Dequeue();
        }

        _rows.Enqueue(ReportRow.Of(
            _scope.TimeCell(auditEvent.Time),
            auditEvent.Type.ToString(),
            auditEvent.Outcome.ToString(),
            auditEvent.Action?.ToString(),
            auditEvent.ResourceType,
            auditEvent.ResourceId,
            auditEvent.Resource,
            entry.User,
            auditEvent.Justification,
            entry.Origin));
    }

    public ReportSection Complete() => new(
        "changes",
        "Changes of keys and configuration",
        "Compare each change with an order or a ticket. A change that nobody ordered is an incident.")
    {
        Findings =
        [
            _count == 0 ? Finding.Good("No changes were recorded.") : Finding.Look($"Changes: {_count}. Compare each with its order."),
        ],
        Tables =
        [
            new ReportTable(
                "configurationChanges",
                "Changes, the newest first",
                ReportColumn.Text("time", "Time"),
                ReportColumn.Text("type", "Type"),
                ReportColumn.Text("outcome", "Outcome"),
                ReportColumn.Text("action", "Action"),
                ReportColumn.Text("what", "What"),
                ReportColumn.Text("name", "Name"),
                ReportColumn.Text("details", "Details"),
                ReportColumn.Text("user", "User"),
                ReportColumn.Text("justification", "Justification"),
                ReportColumn.Text("stream", "Stream")).WithTop(_scope.Rows, _rows.Reverse()),
        ],
        Limits = _count > MaxChanges
            ? [string.Create(CultureInfo.InvariantCulture, $"Only the newest {MaxChanges:N0} of {_count:N0} changes are kept.")]
            : [],
    };
}
