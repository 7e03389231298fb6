using System.Globalization;
using HipaaJwt.Tool.Reports.Counting;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>Accesses to patients' data outside of the working hours of the site.</summary>
internal sealed class AfterHoursSection : IReportSection
{
    private const int MaxUsers = 20_000;

    private readonly ReportScope _scope;
    private readonly Tally<Hours> _users = new(MaxUsers, "users");
    private long _inside;
    private long _outside;

    public AfterHoursSection(ReportScope scope) => _scope = scope;

    public void Add(in ReportEntry entry)
    {
        if (!entry.IsPatientAccess || entry.User is null)
        {
            return;
        }

        var isInside = _scope.Site.Hours.Contains(entry.LocalTime);
        _inside += isInside ? 1 : 0;
        _outside += isInside ? 0 : 1;
        if (_users.TryGet(entry.User, out var user))
        {
            user.Group = entry.Event.Roles.Count > 0 ? UserSection.GroupOf(entry.Event.Roles) : user.Group;
            user.Inside += isInside ? 1 : 0;
            user.Outside += isInside ? 0 : 1;
        }
    }

    public ReportSection Complete()
    {
        var table = new ReportTable(
            "afterHours",
            "Users by accesses after hours",
            ReportColumn.Text("user", "User"),
            ReportColumn.Text("roles", "Roles"),
            ReportColumn.Number("afterHours", "Accesses after hours"),
            ReportColumn.Number("all", "All accesses"),
            ReportColumn.Number("share", "After hours (%)"),
            ReportColumn.Number("medianOfGroup", "Median of the group"))
        {
            Chart = new BarChart("Users by accesses after hours", "accesses", 0, 2) { IsHorizontal = true },
        }.WithTop(_scope.Rows, Rows());
        return new(
            "after-hours",
            "After hours",
            $"Accesses to patients' data outside of {_scope.Site.Hours}, in the time zone {_scope.Site.Zone.Id}. Users are compared with "
            + $"the users of the same roles, in groups of at least {OutlierRule.MinGroup}. " + OutlierRule.Text)
        {
            Findings =
            [
                Finding.Good(string.Create(
                    CultureInfo.InvariantCulture,
                    $"After hours: {Cell.Percent(_outside, _inside + _outside).Text} % of {_inside + _outside:N0} accesses.")),
                .. Finding.OfMarked(table, "User"),
            ],
            Tables = [table],
            Limits = [.. _users.Limits],
        };
    }

    private IEnumerable<ReportRow> Rows()
    {
        var rules = _users.States.Values.GroupBy(user => user.Group)
            .ToDictionary(group => group.Key, group => OutlierRule.Of(group.Select(user => (double)user.Outside)));
        var found = _users.States.Where(user => user.Value.Outside > 0).OrderByDescending(user => user.Value.Outside);
        return found.Select(user => new ReportRow(
            rules[user.Value.Group]?.Mark(user.Value.Outside, "accesses after hours"),
            user.Key,
            user.Value.Group.Length == 0 ? "(none)" : user.Value.Group,
            user.Value.Outside,
            user.Value.Outside + user.Value.Inside,
            Cell.Percent(user.Value.Outside, user.Value.Outside + user.Value.Inside),
            Cell.Of(rules[user.Value.Group]?.Median)));
    }

    private sealed class Hours
    {
        public string Group { get; set; } = string.Empty;

        public long Inside { get; set; }

        public long Outside { get; set; }
    }
}
