using HipaaJwt.Tool.Reviews;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>The sign-offs in the log, those after the period too: a period is reviewed when it is over.</summary>
internal sealed class ReviewBook
{
    private const int MaxReviews = 10_000;

    private readonly List<SignOff> _periods = [];
    private readonly Dictionary<string, SignOff> _grants = new(StringComparer.Ordinal);

    public IReadOnlyList<SignOff> Periods => _periods;

    public bool IsFull { get; private set; }

    public void Add(in ReportEntry entry)
    {
        if (entry.Event.Type != AuditEventType.AuditLogReviewed || ReviewRecord.Of(entry.Event) is not { } review)
        {
            return;
        }

        var signOff = new SignOff(entry.Event.Time, entry.Event.Subject, review);
        if (_periods.Count + _grants.Count >= MaxReviews)
        {
            IsFull = true;
        }
        else if (review.Grant is { } grant)
        {
            _grants[grant] = signOff;
        }
        else
        {
            _periods.Add(signOff);
        }
    }

    /// <summary>Finds the sign-off of a grant; without the identifier of a grant, that of the time of its last use.</summary>
    public SignOff? Of(string? grant, DateTimeOffset last) => grant is null
        ? _periods.Find(signOff => signOff.Review.Covers(last))
        : _grants.GetValueOrDefault(grant);

    /// <summary>A sign-off, when it was recorded and by which user of the operating system.</summary>
    internal sealed record SignOff(DateTimeOffset Time, string? RecordedBy, ReviewRecord Review);
}
