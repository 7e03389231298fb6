using HipaaJwt.Tool.Reports.Counting;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>Who reviewed which period, and who used the log.</summary>
internal sealed class ReviewSection : IReportSection
{
    private const int MaxUses = 1_000;

    private readonly ReportScope _scope;
    private readonly ReviewBook _book;
    private readonly Tally<Use> _uses = new(MaxUses, "pairs of a user and a command");

    public ReviewSection(ReportScope scope, ReviewBook book) => (_scope, _book) = (scope, book);

    public bool ReadsWholeLog => true;

    public void Add(in ReportEntry entry)
    {
        _book.Add(entry);
        if (!entry.IsInPeriod || entry.Event.Type != AuditEventType.AuditLogSearched)
        {
            return;
        }

        var command = (entry.Event.Resource ?? string.Empty).Split(' ')[0];
        if (_uses.TryGet($"{entry.User} {command}", out var use))
        {
            (use.User, use.Command, use.Last) = (entry.User, command, entry.Event.Time);
            use.Count++;
        }
    }

    public ReportSection Complete()
    {
        var from = _scope.From ?? DateTimeOffset.MinValue;
        var reviews = _book.Periods.Where(signOff => signOff.Review.To > from && signOff.Review.From < _scope.To)
            .OrderByDescending(signOff => signOff.Time).ToArray();
        return new(
            "reviews",
            "Reviews and use of the log",
            "Sign-offs of periods that overlap this one (hipaa-jwt audit review), and every search, report and export of the log.")
        {
            Findings =
            [
                reviews.Length == 0
                    ? Finding.Look("Nobody has signed off this period, or a part of it.")
                    : Finding.Good($"Last sign-off: by {reviews[0].Review.Reviewer}, recorded {_scope.Time(reviews[0].Time)}."),
            ],
            Tables = [ReviewTable(reviews), UseTable()],
            Limits = [.. _uses.Limits, .. _book.IsFull ? ["Only the first 10,000 sign-offs are counted."] : Array.Empty<string>()],
        };
    }

    private ReportTable ReviewTable(IEnumerable<ReviewBook.SignOff> reviews) => new ReportTable(
        "reviews",
        "Sign-offs",
        ReportColumn.Text("from", "From"),
        ReportColumn.Text("to", "To"),
        ReportColumn.Text("reviewer", "Reviewed by"),
        ReportColumn.Text("finding", "Finding"),
        ReportColumn.Text("time", "Recorded"),
        ReportColumn.Text("recordedBy", "Recorded by the account")).WithTop(_scope.Rows, reviews.Select(signOff => ReportRow.Of(
            _scope.TimeCell(signOff.Review.From),
            _scope.TimeCell(signOff.Review.To),
            signOff.Review.Reviewer,
            signOff.Review.Finding,
            _scope.TimeCell(signOff.Time),
            signOff.RecordedBy)));

    private ReportTable UseTable() => new ReportTable(
        "uses",
        "Use of the log",
        ReportColumn.Text("user", "User"),
        ReportColumn.Text("command", "Command"),
        ReportColumn.Number("uses", "Uses"),
        ReportColumn.Text("last", "Last use")).WithTop(_scope.Rows, _uses.States.Values.OrderByDescending(use => use.Count).Select(
            use => ReportRow.Of(use.User, use.Command, use.Count, _scope.TimeCell(use.Last))));

    private sealed class Use
    {
        public string? User { get; set; }

        public string? Command { get; set; }

        public long Count { get; set; }

        public DateTimeOffset Last { get; set; }
    }
}
