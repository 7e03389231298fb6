namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>An event of the log, with what several sections derive from it.</summary>
internal readonly struct ReportEntry
{
    /// <summary>The begin of the names of the streams in which this tool records its use.</summary>
    public const string ToolStreams = "hipaa-jwt/";

    public ReportEntry(AuditLogEntry entry, AuditEvent auditEvent, ReportScope scope)
    {
        (Origin, Index, Event) = (entry.Origin, entry.Index, auditEvent);
        LocalTime = scope.Site.ToLocal(auditEvent.Time);
        IsInPeriod = (scope.From is null || auditEvent.Time >= scope.From) && auditEvent.Time < scope.To;
        User = auditEvent.Subject is null ? null : scope.Users.LabelOf(auditEvent.Issuer, auditEvent.Subject);
        PatientHash = auditEvent.Patient is { } patient ? Counting.PatientHash.Of(patient) : 0;
    }

    public string Origin { get; }

    public long Index { get; }

    public AuditEvent Event { get; }

    /// <summary>The time at the site.</summary>
    public DateTimeOffset LocalTime { get; }

    public bool IsInPeriod { get; }

    /// <summary>The label of the user; null if the event names none.</summary>
    public string? User { get; }

    /// <summary>The hash of the patient; 0 if the event names none.</summary>
    public ulong PatientHash { get; }

    /// <summary>Whether a user or client received data of a patient.</summary>
    public bool IsPatientAccess => Event is { Type: AuditEventType.AccessGranted, Outcome: AuditOutcome.Success, Patient: not null };

    /// <summary>Whether a decision was negative. Failures of the log itself are no decisions.</summary>
    public bool IsRefusal => Event is
    {
        Outcome: AuditOutcome.Failure,
        Type: AuditEventType.TokenRejected or AuditEventType.AccessDenied or AuditEventType.RefreshTokenReused,
    };

    /// <summary>Whether the event records the use of this tool.</summary>
    public bool IsOfTool => Origin.StartsWith(ToolStreams, StringComparison.Ordinal);
}
