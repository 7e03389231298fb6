using HipaaJwt.Keys;
using HipaaJwt.Keys.Remote;

namespace HipaaJwt;

/// <summary>A verdict with what the audit trail may tell of a refused token: nothing until its signature is good.</summary>
internal readonly struct Verdict
{
    private Verdict(ValidatedJwt? token, JwtError error, IssuerPolicy? issuer, ClaimsSet? claims, RemoteKeys? awaitedKeys = null)
    {
        Token = token;
        Error = error;
        Issuer = issuer;
        Claims = claims;
        AwaitedKeys = awaitedKeys;
    }

    public ValidatedJwt? Token { get; }

    public JwtError Error { get; }

    /// <summary>The issuer whose key verified the signature.</summary>
    public IssuerPolicy? Issuer { get; }

    /// <summary>The claims, where the signature was good and they could be read.</summary>
    public ClaimsSet? Claims { get; }

    /// <summary>The keys among which that of the token may turn up once they are fetched again.</summary>
    public RemoteKeys? AwaitedKeys { get; }

    public static Verdict Accepted(ValidatedJwt token) => new(token, JwtError.None, token.Policy, token.Claims);

    public static Verdict Refused(JwtError error, IssuerPolicy? issuer = null, ClaimsSet? claims = null) => new(null, error, issuer, claims);

    /// <summary>The same refusal, which may change once the keys are fetched again.</summary>
    public Verdict Until(RemoteKeys awaitedKeys) => new(Token, Error, Issuer, Claims, awaitedKeys);

    public JwtValidationResult ToResult() => Token is null ? JwtValidationResult.Refused(Error) : new JwtValidationResult(Token);
}
