using HipaaJwt.Tool.Reports.Counting;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>Users and clients that are new, dormant, or active again after a long time.</summary>
internal sealed class ActivitySection : IReportSection
{
    private const int MaxUsers = 20_000;
    private const int MaxClients = 5_000;
    private const int MaxNamed = 5;
    private const int MinRows = 100;

    private static readonly TimeSpan DormantAfter = TimeSpan.FromDays(90);

    private readonly ReportScope _scope;
    private readonly Tally<Activity> _users = new(MaxUsers, "users");
    private readonly Tally<Activity> _clients = new(MaxClients, "clients");
    private DateTimeOffset? _first;

    public ActivitySection(ReportScope scope) => _scope = scope;

    public bool ReadsWholeLog => true;

    public void Add(in ReportEntry entry)
    {
        if (entry.IsOfTool || entry.Event.Outcome != AuditOutcome.Success || entry.Event.Time >= _scope.To)
        {
            return;
        }

        _first ??= entry.Event.Time;
        if (entry.User is { } user && _users.TryGet(user, out var ofUser))
        {
            ofUser.Add(entry);
        }

        if (entry.Event.ClientId is { } client && _clients.TryGet(client, out var ofClient))
        {
            ofClient.Add(entry);
        }
    }

    public ReportSection Complete()
    {
        var (users, clients) = (RowsOf(_users), RowsOf(_clients));
        return new(
            "activity",
            "New and dormant users and clients",
            "The whole log before the end of the period counts, also before its begin. New: first seen in the period, and at least 30 days "
            + "after the log begins. Dormant: not seen for 90 days at the end of the period. Active again: seen in the period after 90 "
            + "days or more without activity. Disable accounts that nobody needs (45 CFR 164.308(a)(3)(ii)(C)).")
        {
            Findings = [.. FindingsOf(users, "Users"), .. FindingsOf(clients, "Clients")],
            Tables = [TableOf("userActivity", "User", users), TableOf("clientActivity", "Client", clients)],
            Limits = [.. _users.Limits, .. _clients.Limits],
        };
    }

    private static IEnumerable<Finding> FindingsOf(IEnumerable<ReportRow> rows, string names)
    {
        foreach (var group in rows.GroupBy(row => row.Cells[1].Text, row => row.Cells[0].Text))
        {
            string[] found = [.. group];
            var more = found.Length > MaxNamed ? $" and {found.Length - MaxNamed} more" : string.Empty;
            yield return Finding.Look($"{names}, {group.Key}: {string.Join(", ", found.Take(MaxNamed))}{more}.");
        }
    }

    private ReportTable TableOf(string id, string name, IEnumerable<ReportRow> rows) => new ReportTable(
        id,
        $"{name}s that are new, dormant or active again",
        ReportColumn.Text("name", name),
        ReportColumn.Text("state", "State"),
        ReportColumn.Text("first", "First seen"),
        ReportColumn.Text("last", "Last seen"),
        ReportColumn.Number("longestPause", "Longest pause before an activity in the period (days)")).WithTop(
            Math.Max(_scope.Rows, MinRows), rows);

    private ReportRow[] RowsOf(Tally<Activity> tally) =>
    [
        .. tally.States.Select(pair => (pair.Key, pair.Value, State: StateOf(pair.Value))).Where(item => item.State is not null)
            .OrderByDescending(item => item.Value.First).Select(item => ReportRow.Of(
                item.Key,
                item.State,
                _scope.TimeCell(item.Value.First),
                _scope.TimeCell(item.Value.Last),
                (long)item.Value.Pause.TotalDays)),
    ];

    private string? StateOf(Activity activity)
    {
        var isNew = activity.First >= (_scope.From ?? DateTimeOffset.MinValue) && activity.First - _first >= TimeSpan.FromDays(30);
        var isDormant = _scope.To - activity.Last >= DormantAfter;
        return isNew ? "new" : activity.Pause >= DormantAfter ? "active again" : isDormant ? "dormant" : null;
    }

    private sealed class Activity
    {
        private bool _isSeen;

        public DateTimeOffset First { get; private set; }

        public DateTimeOffset Last { get; private set; }

        /// <summary>The longest time without activity before an event of the period.</summary>
        public TimeSpan Pause { get; private set; }

        public void Add(in ReportEntry entry)
        {
            var time = entry.Event.Time;
            if (!_isSeen)
            {
                (_isSeen, First, Last) = (true, time, time);
            }

            Pause = entry.IsInPeriod && time - Last > Pause ? time - Last : Pause;
            Last = time > Last ? time : Last;
        }
    }
}
