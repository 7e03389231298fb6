using System.Net;

namespace HipaaJwt;

/// <summary>
/// One decision, for the audit trail (45 CFR 164.312(b)). It never contains a token. It contains claims only if the signature of
/// the token is valid: before that, anybody could have written them. Events are never amended; those of one request share
/// <see cref="RequestId"/>.
/// </summary>
/// <remarks>
/// The first five properties are always present; all others are optional. <see cref="IAuditTrail.RecordAsync"/> sets
/// <see cref="Id"/>, <see cref="Time"/> and <see cref="ServerHost"/> of an event that has no identifier yet.
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
    /// <summary>The schema version that this release writes. Readers accept every earlier one.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Creates an event without identity. The audit trail gives it one when it is recorded.</summary>
    public AuditEvent()
    {
    }

    /// <summary>Creates an event about the bearer of a token: issuer, subject, client, token, session, actor and roles.</summary>
    /// <param name="stamp">The identity of the event.</param>
    /// <param name="token">The validated token; null if there is none.</param>
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

    /// <summary>The version of the event's schema.</summary>
    /// <value><see cref="CurrentSchemaVersion"/> by default.</value>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The unique identifier, a UUID of version 7 (RFC 9562, section 5.7).</summary>
    /// <value><see cref="Guid.Empty"/> until the event is recorded, unless it was created with a stamp.</value>
    public Guid Id { get; init; }

    /// <summary>The time of the decision, in UTC.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The kind of the event.</summary>
    public required AuditEventType Type { get; init; }

    /// <summary>The outcome.</summary>
    /// <value>By default <see cref="AuditOutcome.Failure"/> for a rejected token and denied access, otherwise <see cref="AuditOutcome.Success"/>.</value>
    public AuditOutcome Outcome
    {
        get => field != 0 ? field : Type is AuditEventType.TokenRejected or AuditEventType.AccessDenied ? AuditOutcome.Failure : AuditOutcome.Success;
        init;
    }

    /// <summary>Why the outcome is a failure, or what a warning is about.</summary>
    /// <value><see cref="JwtErrorCode.None"/> by default.</value>
    public JwtErrorCode ReasonCode { get; init; }

    /// <summary>The header member or claim that caused the outcome, as a fixed word such as <c>exp</c>; never data of the token.</summary>
    public string? ReasonMember { get; init; }

    /// <summary>The identifier that all events of one request share.</summary>
    public string? RequestId { get; init; }

    /// <summary>The identifier of the trace, as 32 hexadecimal digits (W3C Trace Context).</summary>
    public string? TraceId { get; init; }

    /// <summary>The issuer of the token, <c>iss</c>.</summary>
    public string? Issuer { get; init; }

    /// <summary>The user, <c>sub</c> (45 CFR 164.312(a)(2)(i)). It is unique only together with <see cref="Issuer"/>.</summary>
    public string? Subject { get; init; }

    /// <summary>The name of the user. Sinks that are not the audit log leave it out by default.</summary>
    public string? SubjectName { get; init; }

    /// <summary>The client that requested the token.</summary>
    public string? ClientId { get; init; }

    /// <summary>The unique identifier of the token, <c>jti</c>.</summary>
    public string? TokenId { get; init; }

    /// <summary>The session, <c>sid</c>.</summary>
    public string? SessionId { get; init; }

    /// <summary>The party that acted for <see cref="Subject"/>: the <c>sub</c> inside <c>act</c> (RFC 8693, section 4.1).</summary>
    public string? Actor { get; init; }

    /// <summary>The person or organization for which <see cref="Subject"/> acted.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>The roles of the user.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The organization of the user.</summary>
    public string? Organization { get; init; }

    /// <summary>The tenant in whose data the event happened.</summary>
    public string? Tenant { get; init; }

    /// <summary>The permissions that were required.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>The name of the authorization policy that decided.</summary>
    public string? Policy { get; init; }

    /// <summary>What was done with the resource.</summary>
    public AuditAction? Action { get; init; }

    /// <summary>The resource that was requested, such as <c>GET /patients/{id}/chart</c>; never an address with identifiers.</summary>
    public string? Resource { get; init; }

    /// <summary>The type of the record, such as <c>Observation</c>.</summary>
    public string? ResourceType { get; init; }

    /// <summary>The identifier of the record. Sinks that are not the audit log leave it out by default.</summary>
    public string? ResourceId { get; init; }

    /// <summary>The patient whose record it is. Sinks that are not the audit log leave it out by default.</summary>
    public string? Patient { get; init; }

    /// <summary>The purpose of use, such as <c>TREAT</c> (HL7 v3 ActReason).</summary>
    public string? PurposeOfUse { get; init; }

    /// <summary>Whether access was granted under an emergency (45 CFR 164.312(a)(2)(ii)).</summary>
    public bool IsEmergency { get; init; }

    /// <summary>The identifier of the emergency grant.</summary>
    public string? EmergencyGrantId { get; init; }

    /// <summary>The justification that the user wrote. Sinks that are not the audit log leave it out by default.</summary>
    public string? Justification { get; init; }

    /// <summary>The security labels of the record, such as <c>R</c> or <c>42CFRPart2</c>.</summary>
    public IReadOnlyList<string> SecurityLabels { get; init; } = [];

    /// <summary>The categories of the data, such as <c>laboratory</c>.</summary>
    public IReadOnlyList<string> DataCategories { get; init; } = [];

    /// <summary>Who received the data, if not the user (45 CFR 164.528).</summary>
    public string? Recipient { get; init; }

    /// <summary>The address of the client.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The name of the machine or container that decided.</summary>
    public string? ServerHost { get; init; }

    /// <summary>The identifier, the type and the outcome; never data of a user or patient.</summary>
    public override string ToString() => $"AuditEvent {Id} {Type} {Outcome}";

    /// <summary>Creates an event about access, for code that decides by itself.</summary>
    /// <param name="token">The validated token of the user.</param>
    /// <param name="outcome">Whether access was granted.</param>
    /// <param name="reason">Why it was denied, such as <see cref="JwtErrorCode.RequirementNotMet"/>.</param>
    /// <returns>An event to complete with <c>with { … }</c> and to record with <see cref="IAuditTrail.RecordAsync"/>.</returns>
    public static AuditEvent ForAccess(ValidatedJwt token, AuditOutcome outcome = AuditOutcome.Success, JwtErrorCode reason = JwtErrorCode.None)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new AuditEvent(default, token)
        {
            Type = outcome == AuditOutcome.Success ? AuditEventType.AccessGranted : AuditEventType.AccessDenied,
            ReasonCode = reason,
        };
    }
}
