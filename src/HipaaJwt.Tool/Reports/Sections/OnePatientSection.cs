using System.Globalization;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>All events about one patient.</summary>
internal sealed class OnePatientSection
{
    private const int MaxEvents = 1_000;

    private readonly ReportScope _scope;
    private readonly Queue<ReportRow> _rows = new();
    private readonly HashSet<string> _users = [];
    private long _count;

    public OnePatientSection(ReportScope scope) => _scope = scope;

    /// <summary>Adds an event that is about the patient.</summary>
    public void Add(in ReportEntry entry)
    {
        if (!entry.IsInPeriod)
        {
            return;
        }

        _count++;
        if (entry.User is not null && _users.Count < MaxEvents)
        {
            _users.Add(entry.User);
        }

        if (_rows.Count == MaxEvents)
        {
            _rows.Dequeue();
        }

        var auditEvent = entry.Event;
        _rows.Enqueue(ReportRow.Of(
            _scope.TimeCell(auditEvent.Time),
            entry.User,
            string.Join(", ", auditEvent.Roles),
            auditEvent.Type.ToString(),
            auditEvent.Outcome.ToString(),
            auditEvent.Action?.ToString(),
            auditEvent.ResourceType,
            auditEvent.PurposeOfUse,
            auditEvent.IsEmergency ? "yes" : "no",
            auditEvent.Recipient,
            auditEvent.RemoteAddress?.ToString(),
            entry.Origin,
            entry.Index));
    }

    public ReportSection Complete() => new(
        "patient",
        $"Accesses to the data of {_scope.Patient}",
        $"All events about the patient in the period, the newest first, at most {MaxEvents}. hipaa-jwt audit search shows all of them.")
    {
        Findings = [Finding.Good(string.Create(CultureInfo.InvariantCulture, $"Events: {_count:N0}, by {_users.Count:N0} users."))],
        Tables =
        [
            new ReportTable(
                "patient",
                "Events about the patient",
                ReportColumn.Text("time", "Time"),
                ReportColumn.Text("user", "User"),
                ReportColumn.Text("roles", "Roles"),
                ReportColumn.Text("type", "Type"),
                ReportColumn.Text("outcome", "Outcome"),
                ReportColumn.Text("action", "Action"),
                ReportColumn.Text("resource", "Record"),
                ReportColumn.Text("purpose", "Purpose"),
                ReportColumn.Text("emergency", "Emergency"),
                ReportColumn.Text("recipient", "Recipient"),
                ReportColumn.Text("address", "Address"),
                ReportColumn.Text("stream", "Stream"),
                ReportColumn.Number("index", "Index")).WithAll(_rows.Reverse()),
        ],
        Limits = _count > MaxEvents
            ? [string.Create(CultureInfo.InvariantCulture, $"Only the newest {MaxEvents:N0} of {_count:N0} events are listed.")]
            : [],
    };
}
