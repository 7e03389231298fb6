using System.Net;

namespace HipaaJwt;

/// <summary>
/// One decision in the audit trail (45 CFR 164.312(b)). An event never contains a token. It contains claims only if the signature
/// of the token is valid. Events are never amended. The events of one request share <see cref="RequestId"/>.
/// </summary>
/// <remarks>
/// <see cref="SchemaVersion"/>, <see cref="Id"/>, <see cref="Time"/>, <see cref="Type"/> and <see cref="Outcome"/> are always
/// present. All other properties are optional. <see cref="IAuditTrail.RecordAsync"/> sets <see cref="Id"/>, <see cref="Time"/>
/// and <see cref="ServerHost"/> of an event that has no identifier yet.
/// </remarks>
/// <example>
/// <code>
/// await trail.RecordAsync(AuditEvent.ForAccess(token) with
/// {
///     Action = AuditAction.Read,
///     ResourceType = "Chart",
///     Patient = "p-7",
/// });
/// </code>
/// </example>
public sealed record AuditEvent
{
    /// <summary>The schema version that this release writes. Readers accept all earlier versions.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Creates an event without an identifier. The audit trail assigns one when it records the event.</summary>
    public AuditEvent()
    {
    }

    /// <summary>Creates an event with the issuer, subject, client, token, session, actor and roles of a validated token.</summary>
    /// <param name="stamp">The identifier, the time and the host of the event.</param>
    /// <param name="token">The validated token; null if the request had none.</param>
    public AuditEvent(AuditStamp stamp, ValidatedJwt? token)
    {
        (Id, Time, ServerHost) = stamp;
        if (token is not null)
        {
            Issuer = token.Issuer;
            Subject = token.Subject;
            ClientId = token.ClientId;
            TokenId = token.Id;
            SessionId = token.SessionId;
            Actor = token.Actor;
            Roles = token.Roles;
        }
    }

    /// <summary>The version of the event schema.</summary>
    /// <value><see cref="CurrentSchemaVersion"/> by default.</value>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The unique identifier, a UUID of version 7 (RFC 9562 section 5.7).</summary>
    /// <value><see cref="Guid.Empty"/> until the event is recorded, unless it was created with a stamp.</value>
    public Guid Id { get; init; }

    /// <summary>The time of the decision, in UTC.</summary>
    /// <value>The default value of the type until the event is recorded, unless it was created with a stamp.</value>
    public DateTimeOffset Time { get; init; }

    /// <summary>The kind of the event.</summary>
    public required AuditEventType Type { get; init; }

    /// <summary>The outcome.</summary>
    /// <value>
    /// By default <see cref="AuditOutcome.Failure"/> for a rejected token, for denied access and for a reused refresh token, otherwise
    /// <see cref="AuditOutcome.Success"/>.
    /// </value>
    public AuditOutcome Outcome
    {
        get => field != 0 ? field
            : Type is AuditEventType.TokenRejected or AuditEventType.AccessDenied or AuditEventType.RefreshTokenReused
                ? AuditOutcome.Failure
            : AuditOutcome.Success;
        init;
    }

    /// <summary>The reason of a failure or of a warning.</summary>
    /// <value><see cref="JwtErrorCode.None"/> by default.</value>
    public JwtErrorCode ReasonCode { get; init; }

    /// <summary>
    /// The header parameter or claim that caused the outcome, such as <c>exp</c>. It is a fixed name and never a value from the
    /// token.
    /// </summary>
    public string? ReasonMember { get; init; }

    /// <summary>The identifier that all events of one request share.</summary>
    public string? RequestId { get; init; }

    /// <summary>The identifier of the trace, as 32 hexadecimal digits (W3C Trace Context).</summary>
    public string? TraceId { get; init; }

    /// <summary>The issuer of the token, <c>iss</c>.</summary>
    public string? Issuer { get; init; }

    /// <summary>The user, <c>sub</c> (45 CFR 164.312(a)(2)(i)). It is unique only together with <see cref="Issuer"/>.</summary>
    public string? Subject { get; init; }

    /// <summary>The name of the user. Sinks other than the audit log omit it by default.</summary>
    public string? SubjectName { get; init; }

    /// <summary>The client that requested the token, <c>client_id</c> or <c>azp</c>.</summary>
    public string? ClientId { get; init; }

    /// <summary>The unique identifier of the token, <c>jti</c>.</summary>
    public string? TokenId { get; init; }

    /// <summary>The session, <c>sid</c>.</summary>
    public string? SessionId { get; init; }

    /// <summary>The party that acted for <see cref="Subject"/>: the <c>sub</c> inside <c>act</c> (RFC 8693 section 4.1).</summary>
    public string? Actor { get; init; }

    /// <summary>The person or organization for which <see cref="Subject"/> acted.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>The roles of the user.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The organization of the user.</summary>
    public string? Organization { get; init; }

    /// <summary>The tenant that owns the data.</summary>
    public string? Tenant { get; init; }

    /// <summary>The permissions that the decision required.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>The name of the authorization policy that made the decision.</summary>
    public string? Policy { get; init; }

    /// <summary>The action on the resource.</summary>
    public AuditAction? Action { get; init; }

    /// <summary>
    /// The requested resource as a template, such as <c>GET /patients/{id}/chart</c>. It must not contain identifiers.
    /// </summary>
    public string? Resource { get; init; }

    /// <summary>The type of the record, such as <c>Observation</c>.</summary>
    public string? ResourceType { get; init; }

    /// <summary>The identifier of the record. Sinks other than the audit log omit it by default.</summary>
    public string? ResourceId { get; init; }

    /// <summary>The patient that the record belongs to. Sinks other than the audit log omit it by default.</summary>
    public string? Patient { get; init; }

    /// <summary>The purpose of use, such as <c>TREAT</c> (HL7 v3 ActReason).</summary>
    public string? PurposeOfUse { get; init; }

    /// <summary>Whether access was granted through emergency access (45 CFR 164.312(a)(2)(ii)).</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IsEmergency { get; init; }

    /// <summary>The identifier of the emergency grant.</summary>
    public string? EmergencyGrantId { get; init; }

    /// <summary>The justification that the user wrote. Sinks other than the audit log omit it by default.</summary>
    public string? Justification { get; init; }

    /// <summary>Why something was revoked.</summary>
    /// <value><see langword="null"/> by default.</value>
    public RevocationReason? RevocationReason { get; init; }

    /// <summary>Why a session ended.</summary>
    /// <value><see langword="null"/> by default.</value>
    public SessionEndReason? SessionEndReason { get; init; }

    /// <summary>Whether tokens were issued again for a refresh token that had been sent before.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IsRetry { get; init; }

    /// <summary>The security labels of the record, such as <c>R</c> or <c>42CFRPart2</c>.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> SecurityLabels { get; init; } = [];

    /// <summary>The categories of the data, such as <c>laboratory</c>.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> DataCategories { get; init; } = [];

    /// <summary>The status code of the HTTP response, 100 to 599, after the request was answered.</summary>
    /// <value><see langword="null"/> by default. Only <see cref="AuditEventType.RequestCompleted"/> has one.</value>
    public int? ResponseStatus { get; init; }

    /// <summary>
    /// The categories of data that the application left out of the response, such as <c>psychotherapy-notes</c>. Only
    /// <see cref="AuditEventType.RequestCompleted"/> has them.
    /// </summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> OmittedCategories { get; init; } = [];

    /// <summary>The recipient of the data, if it is not the user (45 CFR 164.528).</summary>
    public string? Recipient { get; init; }

    /// <summary>The IP address of the client.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The name of the machine or container that made the decision.</summary>
    public string? ServerHost { get; init; }

    /// <summary>Formats the identifier, the type and the outcome.</summary>
    /// <returns>A text that contains no data of a user or patient.</returns>
    public override string ToString() => $"AuditEvent {Id} {Type} {Outcome}";

    /// <summary>Creates an event about access, for code that makes its own access decisions.</summary>
    /// <param name="token">The validated token of the user.</param>
    /// <param name="outcome">The decision: success if access was granted, failure if it was denied.</param>
    /// <param name="reason">The reason of a denial, such as <see cref="JwtErrorCode.RequirementNotMet"/>.</param>
    /// <returns>An event to complete with <c>with { … }</c> and to record with <see cref="IAuditTrail.RecordAsync"/>.</returns>
    /// <exception cref="ArgumentNullException">The token is null.</exception>
    public static AuditEvent ForAccess(
        ValidatedJwt token, AuditOutcome outcome = AuditOutcome.Success, JwtErrorCode reason = JwtErrorCode.None)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new AuditEvent(default, token)
        {
            Type = outcome == AuditOutcome.Success ? AuditEventType.AccessGranted : AuditEventType.AccessDenied,
            ReasonCode = reason,
        };
    }
}
