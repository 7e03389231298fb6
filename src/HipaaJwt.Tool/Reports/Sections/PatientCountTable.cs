using HipaaJwt.Tool.Reports.Counting;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>Ranks users or clients by their distinct patients, and marks those that differ from their group or own days.</summary>
internal sealed class PatientCountTable
{
    public const string Method =
        "Patients are counted once for each user. A user is compared with the users of the same roles, by the number of patients in the "
        + "period and on the day with the most, and each day is compared with the user's own days. " + OutlierRule.Text
        + " Groups of fewer than 5 users are not compared, and neither are users with fewer than 10 days.";

    private const int MinDays = 10;

    private readonly IReadOnlyDictionary<string, PatientCount> _counts;
    private readonly Dictionary<string, OutlierRule?> _ofPeriod;
    private readonly Dictionary<string, OutlierRule?> _ofDay;

    public PatientCountTable(IReadOnlyDictionary<string, PatientCount> counts)
    {
        _counts = counts;
        _ofPeriod = RulesOf(count => count.Patients);
        _ofDay = RulesOf(count => count.MostInDay);
    }

    /// <param name="id">The name of the table.</param>
    /// <param name="subject">What the rows are, such as "User".</param>
    /// <param name="rows">The largest number of rows.</param>
    public ReportTable ToTable(string id, string subject, int rows) => new ReportTable(
        id,
        $"{subject}s by number of distinct patients",
        ReportColumn.Text("name", subject),
        ReportColumn.Text("roles", "Roles"),
        ReportColumn.Number("patients", "Patients"),
        ReportColumn.Number("medianOfGroup", "Median of the group"),
        ReportColumn.Number("mostInDay", "Patients on the day with the most"),
        ReportColumn.Text("day", "That day"),
        ReportColumn.Number("medianOfDays", "Median of own days"),
        ReportColumn.Number("accesses", "Accesses"))
    {
        Chart = new BarChart($"{subject}s by number of distinct patients", "patients", 0, 2) { IsHorizontal = true },
    }.WithTop(rows, _counts.OrderByDescending(count => count.Value.Patients).Select(RowOf));

    /// <summary>The day with the most patients of each marked row of a table.</summary>
    /// <param name="id">The name of the new table.</param>
    /// <param name="subject">What the rows are, such as "User".</param>
    /// <param name="table">The table.</param>
    public ReportTable ToDays(string id, string subject, ReportTable table) => new ReportTable(
        id,
        $"Hours and addresses of marked {subject.ToLowerInvariant()}s on the day with the most patients",
        ReportColumn.Text("name", subject),
        ReportColumn.Text("day", "Day"),
        ReportColumn.Number("patients", "Patients"),
        ReportColumn.Number("accesses", "Accesses"),
        ReportColumn.Text("hours", "Hours (accesses)"),
        ReportColumn.Text("addresses", "Addresses (accesses)")).WithAll(
            table.Rows.Where(row => row.Mark is not null).Select(row => row.Cells[0].Text)
                .Select(name => _counts[name].MostDetail.ToRow(name, _counts[name].MostAt, _counts[name].MostInDay)));

    private Dictionary<string, OutlierRule?> RulesOf(Func<PatientCount, double> valueOf) =>
        _counts.Values.GroupBy(count => count.Group).ToDictionary(group => group.Key, group => OutlierRule.Of(group.Select(valueOf)));

    private ReportRow RowOf(KeyValuePair<string, PatientCount> pair)
    {
        var (name, count) = pair;
        var ownDays = OutlierRule.Of(count.Days, MinDays);
        var day = Cell.Of(count.MostAt);
        return new ReportRow(
            Mark.Of(
                _ofPeriod[count.Group]?.Mark(count.Patients, "patients in the period"),
                _ofDay[count.Group]?.Mark(count.MostInDay, $"patients on {day.Text}, compared with the group"),
                ownDays?.Mark(count.MostInDay, $"patients on {day.Text}, compared with own days")),
            name,
            count.Group.Length == 0 ? "(none)" : count.Group,
            count.Patients,
            Cell.Of(_ofPeriod[count.Group]?.Median),
            count.MostInDay,
            day,
            Cell.Of(ownDays?.Median),
            count.Accesses);
    }
}
