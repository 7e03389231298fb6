using System.Net;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>The response to a request and its audit event.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Challenge">The header <c>WWW-Authenticate</c>.</param>
/// <param name="Body">The media type of the response body. The response to a rejected token or denied access has no body.</param>
/// <param name="Event">The type of the audit event.</param>
/// <param name="Reason">The error in the audit event.</param>
/// <param name="Subject">The subject in the audit event. It is absent before the signature has been verified.</param>
internal sealed record Outcome(HttpStatusCode Status, string Challenge, string Body, string Event, string Reason, string Subject)
{
    public const string None = "-";

    /// <summary>Separates further audit events.</summary>
    public const string NextEvent = "\n    ";

    /// <summary>The member <c>error</c> of the response of a token endpoint.</summary>
    public string Error { get; init; } = None;

    /// <summary>The further audit events of the request: what was revoked, ended or changed, why, and by whom.</summary>
    public string Further { get; init; } = None;

    private const string ProofAlgorithms = "algs=\"ES256 ES384 ES512 PS256 PS384 PS512 RS256 RS384 RS512\"";

    public static Outcome Granted(string subject, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status, None, "application/json", nameof(AuditEventType.AccessGranted), None, subject);

    public static Outcome Denied(string subject, JwtErrorCode reason) => new(
        HttpStatusCode.Forbidden,
        "Bearer error=\"insufficient_scope\"",
        None,
        nameof(AuditEventType.AccessDenied),
        new JwtError(reason).ToString(),
        subject);

    /// <summary>The administrator is granted access, and a second event records the revocation.</summary>
    public static Outcome Revoked(string administrator, string revocation) => Granted(administrator) with { Further = revocation };

    /// <summary>The token may be revoked, but the store of revocations cannot be read. The client may try again later.</summary>
    public static Outcome RevocationUnavailable(string subject) => new(
        HttpStatusCode.ServiceUnavailable,
        None,
        None,
        nameof(AuditEventType.TokenRejected),
        new JwtError(JwtErrorCode.RevocationUnavailable).ToString(),
        subject);

    /// <summary>The token is rejected. Only the audit event contains the reason.</summary>
    public static Outcome Rejected(JwtErrorCode reason, string? member = null, string subject = None) => new(
        HttpStatusCode.Unauthorized,
        "Bearer error=\"invalid_token\"",
        None,
        nameof(AuditEventType.TokenRejected),
        new JwtError(reason, member).ToString(),
        subject);

    /// <summary>A bound token was sent as a bearer token, so the challenge also names the scheme DPoP.</summary>
    public static Outcome ProofMissing(string subject) => Rejected(JwtErrorCode.ProofMissing, "cnf", subject) with
    {
        Challenge = $"Bearer error=\"invalid_token\", DPoP {ProofAlgorithms}",
    };

    /// <summary>The token is valid, but the proof is not valid for the token or the request.</summary>
    public static Outcome ProofRejected(JwtErrorCode reason, string member, string error, string subject) => new(
        HttpStatusCode.Unauthorized,
        $"DPoP error=\"{error}\", {ProofAlgorithms}",
        None,
        nameof(AuditEventType.TokenRejected),
        new JwtError(reason, member).ToString(),
        subject);

    /// <summary>The request has no token, so the challenge contains no error (RFC 6750 section 3.1).</summary>
    public static Outcome TokenMissing() => new(
        HttpStatusCode.Unauthorized,
        "Bearer",
        None,
        nameof(AuditEventType.AccessDenied),
        new JwtError(JwtErrorCode.TokenMissing).ToString(),
        None);

    /// <summary>The token was sent in a form that is not accepted. It is not parsed.</summary>
    public static Outcome BadRequest(JwtErrorCode reason) => new(
        HttpStatusCode.BadRequest,
        "Bearer error=\"invalid_request\"",
        None,
        nameof(AuditEventType.TokenRejected),
        new JwtError(reason).ToString(),
        None);

    /// <summary>Returns the differences from the expected outcome.</summary>
    public IEnumerable<string> DifferencesFrom(Outcome expected) =>
        from part in Parts.Zip(expected.Parts, (actual, wanted) => (actual.Name, Actual: actual.Value, Expected: wanted.Value))
        where part.Actual != part.Expected
        select $"expected {part.Name} {part.Expected}, got {part.Actual}";

    private IEnumerable<(string Name, string Value)> Parts =>
    [
        ("status", $"{(int)Status}"),
        ("challenge", Challenge),
        ("body", Body),
        ("event", Event),
        ("reason", Reason),
        ("subject", Subject),
        ("error", Error),
        ("further events", Further),
    ];
}
