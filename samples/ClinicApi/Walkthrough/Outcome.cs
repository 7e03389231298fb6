using System.Net;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>All that a request leads to. What is expected and what was seen are compared as wholes.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Challenge">The header <c>WWW-Authenticate</c>.</param>
/// <param name="Body">The media type of the answer's body. A refusal has none: it gives nothing away.</param>
/// <param name="Event">The type of the audit event.</param>
/// <param name="Reason">The reason that the event gives.</param>
/// <param name="Who">The subject that the event names. Before the signature is good it names nobody.</param>
internal sealed record Outcome(HttpStatusCode Status, string Challenge, string Body, string Event, string Reason, string Who)
{
    public const string Nothing = "-";

    private const string ProofAlgorithms = "algs=\"ES256 ES384 ES512 PS256 PS384 PS512 RS256 RS384 RS512\"";

    public static Outcome Permitted(string who, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status, Nothing, "application/json", nameof(AuditEventType.AccessGranted), Nothing, who);

    public static Outcome Denied(string who, JwtErrorCode reason) => new(
        HttpStatusCode.Forbidden,
        "Bearer error=\"insufficient_scope\"",
        Nothing,
        nameof(AuditEventType.AccessDenied),
        new JwtError(reason).ToString(),
        who);

    /// <summary>The token is no good, and the answer does not say why; the audit event does.</summary>
    public static Outcome Refused(JwtErrorCode reason, string? member = null, string who = Nothing) => new(
        HttpStatusCode.Unauthorized,
        "Bearer error=\"invalid_token\"",
        Nothing,
        nameof(AuditEventType.TokenRejected),
        new JwtError(reason, member).ToString(),
        who);

    /// <summary>The token is bound to a key and came as a plain bearer token, so the challenge names the scheme that it belongs to.</summary>
    public static Outcome WithoutProof(string who) => Refused(JwtErrorCode.ProofMissing, "cnf", who) with
    {
        Challenge = $"Bearer error=\"invalid_token\", DPoP {ProofAlgorithms}",
    };

    /// <summary>The token is good, but not from this sender, or not with this proof.</summary>
    public static Outcome WrongSender(JwtErrorCode reason, string member, string error, string who) => new(
        HttpStatusCode.Unauthorized,
        $"DPoP error=\"{error}\", {ProofAlgorithms}",
        Nothing,
        nameof(AuditEventType.TokenRejected),
        new JwtError(reason, member).ToString(),
        who);

    /// <summary>There is no token, so nobody has asked yet: the challenge names no error (RFC 6750, section 3.1).</summary>
    public static Outcome Unidentified() => new(
        HttpStatusCode.Unauthorized,
        "Bearer",
        Nothing,
        nameof(AuditEventType.AccessDenied),
        new JwtError(JwtErrorCode.TokenMissing).ToString(),
        Nothing);

    /// <summary>The token did not come as it should, and was not looked at.</summary>
    public static Outcome Misplaced(JwtErrorCode reason) => new(
        HttpStatusCode.BadRequest,
        "Bearer error=\"invalid_request\"",
        Nothing,
        nameof(AuditEventType.TokenRejected),
        new JwtError(reason).ToString(),
        Nothing);

    /// <summary>What differs from another outcome, part by part.</summary>
    public IEnumerable<string> DifferencesFrom(Outcome expected) =>
        from part in Parts.Zip(expected.Parts)
        where part.First != part.Second
        select $"expected {part.Second.Name} {part.Second.Value}, got {part.First.Value}";

    private IEnumerable<(string Name, string Value)> Parts =>
    [
        ("status", $"{(int)Status}"),
        ("challenge", Challenge),
        ("body", Body),
        ("event", Event),
        ("reason", Reason),
        ("who", Who),
    ];
}
