using HipaaJwt.Tool.Reports.Counting;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>Emergency accesses, and which of them a person has reviewed (45 CFR 164.312(a)(2)(ii)).</summary>
internal sealed class EmergencySection : IReportSection
{
    private const int MaxGrants = 10_000;

    private readonly ReportScope _scope;
    private readonly ReviewBook _book;
    private readonly Tally<Grant> _grants = new(MaxGrants, "emergency grants");

    public EmergencySection(ReportScope scope, ReviewBook book) => (_scope, _book) = (scope, book);

    public void Add(in ReportEntry entry)
    {
        var auditEvent = entry.Event;
        if ((!auditEvent.IsEmergency && auditEvent.EmergencyGrantId is null) || auditEvent.Type == AuditEventType.AuditLogReviewed)
        {
            return;
        }

        var name = auditEvent.EmergencyGrantId ?? $"\0{entry.User} {entry.LocalTime:yyyy-MM-dd}";
        if (!_grants.TryGet(name, out var grant))
        {
            return;
        }

        (grant.Id, grant.User) = (auditEvent.EmergencyGrantId, entry.User ?? grant.User);
        grant.First ??= auditEvent.Time;
        grant.Last = auditEvent.Time;
        grant.Patient ??= auditEvent.Patient;
        grant.HasSeveralPatients |= auditEvent.Patient is { } patient && patient != grant.Patient;
        grant.Justification ??= auditEvent.Justification;
        grant.Events++;
    }

    public ReportSection Complete()
    {
        var rows = _grants.States.Values.OrderByDescending(grant => grant.Last).Select(RowOf).ToArray();
        var waiting = rows.Count(row => row.Mark is not null);
        return new(
            "emergencies",
            "Emergency accesses",
            "Events of emergency access by their grant. A grant awaits review until hipaa-jwt audit review names it with --grant. Events "
            + "without the identifier of a grant are rows by user and day, which the sign-off of a period covers.")
        {
            Findings =
            [
                waiting > 0 ? Finding.Look($"Emergency accesses awaiting review: {waiting} of {rows.Length}.")
                    : Finding.Good($"Emergency accesses: {rows.Length}, none awaiting review."),
            ],
            Tables =
            [
                new ReportTable(
                    "emergencies",
                    "Emergency accesses",
                    ReportColumn.Text("grant", "Grant"),
                    ReportColumn.Text("user", "User"),
                    ReportColumn.Text("patient", "Patient"),
                    ReportColumn.Text("first", "First use"),
                    ReportColumn.Text("last", "Last use"),
                    ReportColumn.Number("events", "Events"),
                    ReportColumn.Text("justification", "Justification"),
                    ReportColumn.Text("reviewed", "Reviewed")).WithTop(_scope.Rows, rows),
            ],
            Limits = [.. _grants.Limits],
        };
    }

    private ReportRow RowOf(Grant grant)
    {
        var signOff = _book.Of(grant.Id, grant.Last);
        return new(
            signOff is null ? "awaits review" : null,
            grant.Id ?? "(none)",
            grant.User,
            grant.HasSeveralPatients ? "several" : grant.Patient,
            _scope.TimeCell(grant.First ?? grant.Last),
            _scope.TimeCell(grant.Last),
            grant.Events,
            grant.Justification,
            signOff is null ? "no" : $"by {signOff.Review.Reviewer}, {_scope.Time(signOff.Time)}: {signOff.Review.Finding}");
    }

    private sealed class Grant
    {
        public string? Id { get; set; }

        public string? User { get; set; }

        public string? Patient { get; set; }

        public bool HasSeveralPatients { get; set; }

        public string? Justification { get; set; }

        public DateTimeOffset? First { get; set; }

        public DateTimeOffset Last { get; set; }

        public long Events { get; set; }
    }
}
