namespace HipaaJwt;

/// <summary>Which events to read. All conditions that are set must hold. A redacted event fulfills no condition but the stream.</summary>
public sealed record AuditLogQuery
{
    /// <summary>The earliest time, inclusive; null for no limit.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The latest time, exclusive; null for no limit.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The identifier of the user, exactly (<c>sub</c>); null for all.</summary>
    public string? Subject { get; init; }

    /// <summary>
    /// The identifier of the patient, exactly, as the application recorded it; null for all. If the log contains pseudonyms, the reader
    /// needs the keys of the pseudonyms.
    /// </summary>
    public string? Patient { get; init; }

    /// <summary>The outcome; null for all.</summary>
    public AuditOutcome? Outcome { get; init; }

    /// <summary>The reason; null for all.</summary>
    public JwtErrorCode? ReasonCode { get; init; }

    /// <summary>The kind of event; null for all.</summary>
    public AuditEventType? Type { get; init; }

    /// <summary>The name of the stream; null for all.</summary>
    public string? Origin { get; init; }

    /// <summary>Formats the name of the type.</summary>
    /// <returns>A text that contains no data of a user or patient.</returns>
    public override string ToString() => nameof(AuditLogQuery);
}
