using System.Globalization;

namespace HipaaJwt.Tool.Reviews;

/// <summary>
/// The sign-off of a period, or of one emergency grant within it, as it stands in the log: the event <c>AuditLogReviewed</c>.
/// </summary>
/// <param name="From">The begin of the period, inclusive.</param>
/// <param name="To">The end of the period, exclusive.</param>
/// <param name="Reviewer">The person who reviewed.</param>
/// <param name="Finding">What the person found.</param>
/// <param name="Grant">The emergency grant that was reviewed; null for the period.</param>
internal sealed record ReviewRecord(DateTimeOffset From, DateTimeOffset To, string Reviewer, string Finding, string? Grant = null)
{
    private const string PeriodType = "AuditLogPeriod";
    private const string GrantType = "EmergencyGrant";
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public bool Covers(DateTimeOffset time) => time >= From && time < To;

    public AuditEvent ToEvent() => new()
    {
        Type = AuditEventType.AuditLogReviewed,
        Action = AuditAction.Execute,
        ResourceType = Grant is null ? PeriodType : GrantType,
        ResourceId = $"{Text(From)}/{Text(To)}",
        EmergencyGrantId = Grant,
        OnBehalfOf = Reviewer,
        Justification = Finding,
    };

    /// <summary>Reads an event of the log.</summary>
    /// <returns>Null if it is no sign-off that this tool has written.</returns>
    public static ReviewRecord? Of(AuditEvent auditEvent)
    {
        var isReview = auditEvent is { Type: AuditEventType.AuditLogReviewed, OnBehalfOf: not null, ResourceType: PeriodType or GrantType };
        return isReview && auditEvent.ResourceId?.Split('/') is [var from, var to]
            && TryParse(from, out var start) && TryParse(to, out var end)
            ? new ReviewRecord(start, end, auditEvent.OnBehalfOf!, auditEvent.Justification ?? string.Empty, auditEvent.EmergencyGrantId)
            : null;
    }

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    private static bool TryParse(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
