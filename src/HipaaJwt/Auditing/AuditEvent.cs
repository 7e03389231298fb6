using System.Net;

namespace HipaaJwt;

/// <summary>
/// One decision, for the audit trail (45 CFR 164.312(b)). It never holds a token. Before the signature of a token is
/// known to be good it holds no claim either, for anyone could have written it.
/// </summary>
public sealed record AuditEvent
{
    /// <summary>A unique identifier that sorts by time (UUID version 7, RFC 9562, section 5.7).</summary>
    public required Guid Id { get; init; }

    /// <summary>When the decision was made, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What was decided.</summary>
    public required AuditEventType Type { get; init; }

    /// <summary>How it was decided.</summary>
    public AuditOutcome Outcome => Type is AuditEventType.TokenRefused or AuditEventType.AccessDenied
        ? AuditOutcome.Refused
        : AuditOutcome.Permitted;

    /// <summary>Why it was refused, or what is warned of.</summary>
    /// <value><see cref="JwtErrorCode.None"/> where it was accepted without a warning.</value>
    public JwtErrorCode ReasonCode { get; init; }

    /// <summary>The member at fault, as a fixed word such as <c>exp</c>.</summary>
    public string? ReasonMember { get; init; }

    /// <summary>The issuer of the token.</summary>
    public string? Issuer { get; init; }

    /// <summary>The subject of the token: who asked (45 CFR 164.312(a)(2)(i)).</summary>
    public string? Subject { get; init; }

    /// <summary>The client that asked for the token.</summary>
    public string? ClientId { get; init; }

    /// <summary>The unique identifier of the token, <c>jti</c>.</summary>
    public string? TokenId { get; init; }

    /// <summary>The permission that was asked for; several are separated by blanks.</summary>
    public string? Permission { get; init; }

    /// <summary>What was asked for.</summary>
    public string? Resource { get; init; }

    /// <summary>The identifier of the trace in which the decision was made, as 32 hexadecimal digits.</summary>
    public string? TraceId { get; init; }

    /// <summary>Where the request came from.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The same decision, turned into a refusal because it could not be recorded.</summary>
    internal AuditEvent AsUnavailable() => this with
    {
        Type = Type is AuditEventType.AccessPermitted or AuditEventType.AccessDenied ? AuditEventType.AccessDenied : AuditEventType.TokenRefused,
        ReasonCode = JwtErrorCode.AuditUnavailable,
        ReasonMember = null,
    };
}
