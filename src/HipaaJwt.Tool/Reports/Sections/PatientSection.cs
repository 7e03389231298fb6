using HipaaJwt.Tool.Reports.Counting;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>Patients by the number of users who received their data: prominent people and colleagues attract the curious.</summary>
internal sealed class PatientSection : IReportSection
{
    private const int MaxPatients = 200_000;
    private const int MaxPairs = 2_000_000;

    private readonly ReportScope _scope;
    private readonly Tally<Views> _patients = new(MaxPatients, "patients");
    private readonly DistinctPairs _pairs = new(MaxPairs);
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);

    public PatientSection(ReportScope scope) => _scope = scope;

    public void Add(in ReportEntry entry)
    {
        if (!entry.IsPatientAccess || entry.User is null || !_patients.TryGet(entry.Event.Patient!, out var views))
        {
            return;
        }

        if (!_users.TryGetValue(entry.User, out var user))
        {
            user = _users.Count < MaxPatients ? _users[entry.User] = _users.Count + 1 : 0;
        }

        views.Accesses++;
        views.Users += _pairs.Add(user, entry.PatientHash) ? 1 : 0;
        views.Emergencies += entry.Event.IsEmergency ? 1 : 0;
    }

    public ReportSection Complete()
    {
        var rule = OutlierRule.Of(_patients.States.Values.Select(views => (double)views.Users));
        var rows = _patients.States.OrderByDescending(patient => patient.Value.Users).ThenByDescending(patient => patient.Value.Accesses)
            .Take(_scope.Rows).Select(patient => new ReportRow(
                rule?.Mark(patient.Value.Users, "users"),
                patient.Key,
                patient.Value.Users,
                patient.Value.Accesses,
                patient.Value.Emergencies))
            .ToArray();
        return new(
            "patients",
            "Patients by users",
            $"Users are counted once for each patient. {OutlierRule.Text} A marked patient is not a finding by itself: "
            + "a long stay has many users.")
        {
            Findings = rows.Count(row => row.Mark is not null) is > 0 and var marked
                ? [Finding.Look($"Patients whose data unusually many users received: {marked}{(marked == rows.Length ? " or more" : "")}.")]
                : [],
            Tables =
            [
                new ReportTable(
                    "patients",
                    $"The {rows.Length} patients with the most users",
                    ReportColumn.Text("patient", "Patient"),
                    ReportColumn.Number("users", "Users"),
                    ReportColumn.Number("accesses", "Accesses"),
                    ReportColumn.Number("emergencies", "Emergency accesses")).WithAll(rows),
            ],
            Limits = [.. _patients.Limits, .. _pairs.Limits],
        };
    }

    private sealed class Views
    {
        public int Users { get; set; }

        public long Accesses { get; set; }

        public long Emergencies { get; set; }
    }
}
