namespace HipaaJwt.Fhir.Mapping;

/// <summary>An event, and what became of its request.</summary>
/// <param name="Event">The event.</param>
/// <param name="Completion">The completion of the request; null if it is not known.</param>
internal readonly record struct AuditedRequest(AuditEvent Event, AuditEvent? Completion)
{
    private const int FirstError = 400;
    private const int NotModified = 304;

    /// <summary>Whether the event describes an access, and not only the decision about it.</summary>
    public bool IsAccess => Event.Type == AuditEventType.RequestCompleted
        || (Event.Type == AuditEventType.AccessGranted && Completion is not null);

    /// <summary>Whether the authentication failed, so that the resource contains no claim and no record.</summary>
    public bool IsUnauthenticated => Event.Type == AuditEventType.TokenRejected;

    /// <summary>The status code of the response; null if there was none or it is not known.</summary>
    public int? Status => (Event.Type == AuditEventType.RequestCompleted ? Event : Completion)?.ResponseStatus;

    /// <summary>Whether the data was sent. 304 tells the client that it has the data already.</summary>
    public bool IsSuccessfulAccess => IsAccess && Status is (>= 200 and <= 299) or NotModified;

    /// <summary>Whether the response is no error.</summary>
    public bool IsAnswered => Status is >= 100 and < FirstError;

    /// <summary>The categories that the response leaves out.</summary>
    public IReadOnlyList<string> OmittedCategories =>
        Event.OmittedCategories.Count > 0 ? Event.OmittedCategories : Completion?.OmittedCategories ?? [];

    /// <summary>Whether the event concerns a request and its record, and not the log, a key or a session.</summary>
    public bool ConcernsRecord => Event.Type
        is AuditEventType.AccessGranted or AuditEventType.AccessDenied or AuditEventType.TokenAccepted or AuditEventType.RequestCompleted;
}
