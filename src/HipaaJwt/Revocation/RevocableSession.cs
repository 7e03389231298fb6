namespace HipaaJwt.Revocations;

/// <summary>What the time of issuance of a session's tokens is checked against.</summary>
/// <param name="Utf8Issuer">The name of the issuer in the options, in UTF-8.</param>
/// <param name="Id">The <c>sid</c>; null if the token has none.</param>
/// <param name="Subject">The subject.</param>
/// <param name="ClockSkew">The tolerance for the clock of the issuer.</param>
internal readonly record struct RevocableSession(byte[] Utf8Issuer, string? Id, string Subject, TimeSpan ClockSkew)
{
    public static RevocableSession Of(ValidatedJwt token) =>
        new(token.Policy.Utf8Issuer, token.SessionId, token.Subject, token.Policy.ClockSkew);

    public override string ToString() => nameof(RevocableSession);
}
