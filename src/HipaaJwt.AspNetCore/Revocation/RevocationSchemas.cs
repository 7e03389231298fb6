namespace HipaaJwt.AspNetCore.Revocations;

/// <summary>Describes the body of a request to revoke a subject, for OpenAPI documents.</summary>
/// <param name="Issuer">The issuer, as in the options.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Reason">The name of the reason; optional.</param>
internal sealed record SubjectRevocation(string Issuer, string Subject, string? Reason = null)
{
    public override string ToString() => nameof(SubjectRevocation);
}

/// <summary>Describes the body of a request to revoke a session, for OpenAPI documents.</summary>
/// <param name="Issuer">The issuer, as in the options.</param>
/// <param name="SessionId">The <c>sid</c> of the session.</param>
/// <param name="Reason">The name of the reason; optional.</param>
internal sealed record SessionRevocation(string Issuer, string SessionId, string? Reason = null)
{
    public override string ToString() => nameof(SessionRevocation);
}

/// <summary>Describes the body of a request to revoke a token, for OpenAPI documents.</summary>
/// <param name="Issuer">The issuer, as in the options.</param>
/// <param name="TokenId">The <c>jti</c> of the token.</param>
/// <param name="Reason">The name of the reason; optional.</param>
internal sealed record TokenRevocation(string Issuer, string TokenId, string? Reason = null)
{
    public override string ToString() => nameof(TokenRevocation);
}

/// <summary>Describes the response to a revocation, for OpenAPI documents.</summary>
/// <param name="EffectiveBy">The time from which no instance accepts what was revoked.</param>
internal sealed record RevocationAnswer(DateTimeOffset EffectiveBy);
