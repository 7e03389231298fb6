namespace HipaaJwt.Safeguards;

/// <summary>The rows of <c>docs/safeguards.json</c>. A test keeps them in step, and writes this file.</summary>
internal static class SafeguardTable
{
    public static IReadOnlyList<HipaaSafeguard> All { get; } =
    [
        new("164.312(a)(1)", SafeguardSpecification.Standard, "Access control")
        {
            Feature =
                "A request reaches an endpoint only with a token of a trusted issuer, for this audience, of the right type, within its "
                + "validity. [RequirePermission] grants access only to what the token's roles, scopes and claims grant by an explicit map. "
                + "An unknown permission stops the start.",
            OperatorDuty =
                "Decide who gets which role. Protect every endpoint: those without [RequirePermission] or a policy are open; a fallback "
                + "policy closes them. Add rules that depend on the record itself, such as \"only one's own patients\".",
            Settings = ["AddPermissions", "RequirePermission", "Issuers", "Issuers:Audiences", "Issuers:Algorithms", "Issuers:TokenTypes"],
            Events = [AuditEventType.AccessGranted, AuditEventType.AccessDenied],
        },
        new("164.312(a)(2)(i)", SafeguardSpecification.Required, "Unique user identification")
        {
            Feature =
                "A subject, usually sub, is always required and, with iss, identifies the caller in each audit event. The same sub from "
                + "two issuers is two callers.",
            OperatorDuty =
                "Give each person one account at the identity provider. Allow no shared accounts. Set a rule for machine clients, whose "
                + "sub names the client.",
            Settings = ["Issuers:SubjectClaim", "Issuers:RequiredClaims"],
            Events = [AuditEventType.TokenAccepted, AuditEventType.AccessGranted],
        },
        new("164.312(a)(2)(ii)", SafeguardSpecification.Required, "Emergency access procedure")
        {
            Feature =
                "Nothing by itself. A permission for the purpose and its audit events can be part of the procedure.",
            OperatorDuty =
                "Define the procedure.",
            Settings = ["AddPermissions"],
        },
        new("164.312(a)(2)(iii)", SafeguardSpecification.Addressable, "Automatic logoff")
        {
            Feature =
                "Tokens expire: exp is required and enforced, and MaxTokenLifetime limits it, to 1 hour by default. With a store of "
                + "revocations, a back-channel logout of the issuer or a call of your code ends a session, on every instance after at most "
                + "5 seconds by default. Without a store, a token can be used until it expires. HipaaJwt.TokenIssuer ends a session 15 "
                + "minutes after the last request of its user by default, and its access tokens with it, at the latest after the times "
                + "that the guide lists.",
            OperatorDuty =
                "With HipaaJwt.TokenIssuer, choose IdleTimeout, and exclude requests that are no activity. With another identity "
                + "provider, set its idle timeout. Lock workstations.",
            Settings = ["MaxTokenLifetime", "ClockSkew", "Revocation:MaxStaleness", "IdleTimeout"],
            Events = [AuditEventType.SessionEnded, AuditEventType.TokenRevoked],
        },
        new("164.312(a)(2)(iv)", SafeguardSpecification.Addressable, "Encryption and decryption of ePHI at rest")
        {
            Feature =
                "Nothing.",
            OperatorDuty =
                "Encrypt all of it, including the audit trail.",
        },
        new("164.312(b)", SafeguardSpecification.Standard, "Audit controls")
        {
            Feature =
                "Every decision writes one event. With AuditDelivery.Required, access that cannot be recorded is denied. The start warns "
                + "if there is no sink. .AuditResource(…) on an endpoint and AuditPatientAsync add the record and the patient.",
            OperatorDuty =
                "Choose and run a sink that protects events from change and loss. HipaaJwt.AuditLog does so in files; LoggingAuditSink "
                + "is only as safe as the log it writes to. Record events inside the application, such as which record was changed how.",
            Settings = ["AddAuditSink", "AddFileAuditLog", "Audit:WriteTimeout", "Audit:QueueCapacity"],
            Events =
            [
                AuditEventType.AuditLogStarted,
                AuditEventType.AuditLogStopped,
                AuditEventType.AuditLogRecovered,
                AuditEventType.AuditLogFull,
            ],
        },
        new("164.312(c)(1)", SafeguardSpecification.Standard, "Integrity of ePHI")
        {
            Feature =
                "Protects the integrity of tokens: signatures by allowlisted algorithms and keys above a minimum strength. The audit log "
                + "shows whether an event was changed, deleted or inserted.",
            OperatorDuty =
                "Protect the integrity of the records.",
            Settings = ["Issuers:Algorithms", "Issuers:SigningKeys"],
            Events = [AuditEventType.TokenRejected],
        },
        new("164.312(c)(2)", SafeguardSpecification.Addressable, "Mechanism to authenticate ePHI")
        {
            Feature =
                "Checkpoints of the audit log are signed, and tools that others wrote verify them. Records of the application are not "
                + "covered.",
            OperatorDuty =
                "Keep an anchor outside the reach of the service, and verify the log regularly. Protect the records themselves.",
            Settings = ["AddFileAuditLog", "AnchorDirectory", "AnchorAddress"],
            Events = [AuditEventType.AuditLogStarted],
        },
        new("164.312(d)", SafeguardSpecification.Standard, "Person or entity authentication")
        {
            Feature =
                "Verifies what the identity provider says of the caller: signature, issuer, audience, type, time. An endpoint can "
                + "require that the user authenticated recently, by certain methods or in a certain context.",
            OperatorDuty =
                "Make sure that the identity provider authenticates the person, including multi-factor authentication, and decide which "
                + "endpoints require it. Bearer tokens prove possession only: the holder of a stolen token is taken for its owner. Bind "
                + "tokens to their sender to prevent that.",
            Settings = ["Issuers", "RequireStepUp", "DPoP"],
            Events = [AuditEventType.TokenAccepted, AuditEventType.TokenRejected],
        },
        new("164.312(e)(1)", SafeguardSpecification.Standard, "Transmission security")
        {
            Feature =
                "Rejects a token over plain HTTP from another machine (110), and a token in the query (111), except of hubs that "
                + "AllowTokenInQueryFor names.",
            OperatorDuty =
                "Run TLS, with its versions and certificates. Protect everything else that the service sends and receives.",
            Settings = ["AllowTokenInQueryFor"],
            Events = [AuditEventType.TokenRejected],
        },
        new("164.312(e)(2)(i)", SafeguardSpecification.Addressable, "Integrity controls in transmission")
        {
            Feature =
                "A token that was changed on its way is rejected (400). Tokens can be bound to a client by DPoP or mutual TLS, so that a "
                + "copy is useless to others.",
            OperatorDuty =
                "Run TLS. Protect the bodies of requests and responses.",
            Settings = ["DPoP", "DPoP:MaxAge"],
            Events = [AuditEventType.TokenRejected],
        },
        new("164.312(e)(2)(ii)", SafeguardSpecification.Addressable, "Encryption in transmission")
        {
            Feature =
                "Tokens can be encrypted, and encryption can be required. Tokens that contain PHI without encryption are rejected or "
                + "warned of, if you set PhiClaims:Action.",
            OperatorDuty =
                "Run TLS, with its versions and certificates.",
            Settings = ["Decryption:Keys", "PhiClaims:Action"],
            Events = [AuditEventType.TokenRejected],
        },
        new("164.308(a)(1)(ii)(D)", SafeguardSpecification.Required, "Information system activity review")
        {
            Feature =
                "Provides events and counters to review. hipaa-jwt verifies and searches the audit log, and records each search. "
                + "hipaa-jwt audit report writes the figures of a period, with outliers and how they were found, and hipaa-jwt audit "
                + "review records who reviewed it. Review the audit log describes both.",
            OperatorDuty =
                "Review them regularly, and document that you did.",
            Settings = ["AddFileAuditLog"],
            Events = [AuditEventType.AuditLogSearched, AuditEventType.AuditLogReviewed],
        },
        new("164.308(a)(3)(ii)(C)", SafeguardSpecification.Addressable, "Termination procedures: access ends when the employment ends")
        {
            Feature =
                "MapHipaaJwtRevocation and IRevocation revoke all tokens of a person. No instance accepts them after the time "
                + "effectiveBy in the response, at most 5 seconds later by default. Open connections are denied too, at their next "
                + "decision. The event TokenRevoked names the administrator, the person and the reason. Revocation describes it.",
            OperatorDuty =
                "Disable the account at the identity provider first, because revocation does not prevent new tokens. Then revoke, and "
                + "repeat the call if the response is 503. Register a store that all instances share.",
            Settings = ["MapHipaaJwtRevocation", "Revocation:MaxStaleness"],
            Events = [AuditEventType.TokenRevoked],
        },
        new("164.308(a)(5)(ii)(C)", SafeguardSpecification.Addressable, "Log-in monitoring")
        {
            Feature =
                "Writes an event with a reason for each rejected token, and counts rejections by code. HipaaJwt.TokenIssuer writes an "
                + "event for each session that starts, and counts refresh tokens that are used twice.",
            OperatorDuty =
                "Monitor and alert. The log-in itself happens at the identity provider.",
            Settings = ["AddAuditSink", "AddTokenIssuer"],
            Events = [AuditEventType.TokenRejected, AuditEventType.SessionStarted, AuditEventType.RefreshTokenReused],
        },
        new("164.316(b)(2)(i)", SafeguardSpecification.Required, "Keep documentation for six years")
        {
            Feature =
                "The audit log keeps events for ten years by default, and a legal hold stops deletions. Other sinks decide themselves.",
            OperatorDuty =
                "Set the retention. The paragraph does not name audit logs; six years is the cautious choice.",
            Settings = ["AddFileAuditLog", "Retention"],
            Events = [AuditEventType.AuditLogPruned],
        },
        new("164.502(b)", SafeguardSpecification.PrivacyRule, "Minimum necessary (Privacy Rule)")
        {
            Feature =
                "Provides fine-grained permissions. Events and errors contain no more than needed: sub, the client and the token ID are "
                + "in events, because they identify the caller.",
            OperatorDuty =
                "Decide what is necessary. If an issuer uses a person's name or record number as sub, it enters your audit trail: have "
                + "the issuer use a pseudonym.",
            Settings = ["AddPermissions", "Audit:IncludePatientData"],
        },
    ];
}
