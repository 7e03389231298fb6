using System.Globalization;
using HipaaJwt.Tool.Reports.Counting;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>Accesses to data with security labels, such as 42 CFR Part 2, R and V, and by category of data.</summary>
internal sealed class SensitiveSection : IReportSection
{
    private const int MaxNames = 1_000;
    private const int MaxUsers = 20_000;

    private readonly ReportScope _scope;
    private readonly Tally<Counts> _labels = new(MaxNames, "security labels");
    private readonly Tally<Counts> _categories = new(MaxNames, "categories of data");
    private readonly Tally<Counts> _users = new(MaxUsers, "users of labeled data");

    public SensitiveSection(ReportScope scope) => _scope = scope;

    private static ReportColumn[] CountColumns =>
        [ReportColumn.Number("accesses", "Accesses"), ReportColumn.Number("denied", "Denied"), ReportColumn.Text("last", "Last")];

    public void Add(in ReportEntry entry)
    {
        if (entry.Event.Type is not (AuditEventType.AccessGranted or AuditEventType.AccessDenied))
        {
            return;
        }

        AddTo(_labels, entry.Event.SecurityLabels, entry);
        AddTo(_categories, entry.Event.DataCategories, entry);
        if (entry.User is { } user && entry.Event.SecurityLabels.Any(IsSensitive))
        {
            AddTo(_users, [user], entry);
        }
    }

    public ReportSection Complete()
    {
        var sensitive = _labels.States.Where(label => IsSensitive(label.Key)).Sum(label => label.Value.Granted);
        return new(
            "sensitive",
            "Sensitive categories",
            "Decisions on data by security label and by category, as the application recorded them. The labels R (restricted), V (very "
            + "restricted) and those of 42 CFR Part 2 count as sensitive. Data without labels are in no row.")
        {
            Findings =
            [
                Finding.Good(string.Create(
                    CultureInfo.InvariantCulture, $"Accesses to data with a sensitive label: {sensitive:N0}, by {_users.Count:N0} users.")),
            ],
            Tables =
            [
                TableOf("labels", "Accesses by security label", "Label", _labels, label => IsSensitive(label) ? "sensitive" : null),
                TableOf("sensitiveUsers", "Users by accesses to data with a sensitive label", "User", _users, _ => null),
                TableOf("categories", "Accesses by category of data", "Category", _categories, _ => null),
            ],
            Limits = [.. _labels.Limits, .. _categories.Limits, .. _users.Limits],
        };
    }

    private static bool IsSensitive(string label) => label is "R" or "V"
        || string.Concat(label.Where(char.IsLetterOrDigit)).Contains("42CFRPart2", StringComparison.OrdinalIgnoreCase);

    private static void AddTo(Tally<Counts> tally, IEnumerable<string> names, in ReportEntry entry)
    {
        foreach (var name in names)
        {
            if (tally.TryGet(name, out var counts))
            {
                counts.Granted += entry.Event.Outcome == AuditOutcome.Success ? 1 : 0;
                counts.Denied += entry.Event.Outcome == AuditOutcome.Success ? 0 : 1;
                counts.Last = entry.Event.Time;
            }
        }
    }

    private ReportTable TableOf(string id, string caption, string name, Tally<Counts> tally, Func<string, string?> markOf) =>
        new ReportTable(id, caption, [ReportColumn.Text("name", name), .. CountColumns])
        {
            Chart = new BarChart(caption, "decisions", 0, 1, 2) { IsHorizontal = true },
        }.WithTop(_scope.Rows, tally.States.OrderByDescending(pair => pair.Value.Granted).Select(pair => new ReportRow(
            markOf(pair.Key), pair.Key, pair.Value.Granted, pair.Value.Denied, _scope.TimeCell(pair.Value.Last))));

    private sealed class Counts
    {
        public long Granted { get; set; }

        public long Denied { get; set; }

        public DateTimeOffset Last { get; set; }
    }
}
