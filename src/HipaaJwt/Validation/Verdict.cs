using HipaaJwt.Issuers;
using HipaaJwt.Keys.Remote;

namespace HipaaJwt.Validation;

/// <summary>The outcome of a validation and the data for its audit event. There are no claims unless the signature is valid.</summary>
internal readonly struct Verdict
{
    private Verdict(ValidatedJwt? token, JwtError error, IssuerPolicy? issuer, ClaimsSet? claims, RemoteKeys? retryAfterRefresh = null)
    {
        Token = token;
        Error = error;
        Issuer = issuer;
        Claims = claims;
        RetryAfterRefresh = retryAfterRefresh;
    }

    public ValidatedJwt? Token { get; }

    public JwtError Error { get; }

    /// <summary>The issuer whose key verified the signature; null if none did.</summary>
    public IssuerPolicy? Issuer { get; }

    /// <summary>The claims; null unless the signature is valid and they could be read.</summary>
    public ClaimsSet? Claims { get; }

    /// <summary>The keys to refresh before the token is validated again; null if that cannot change the verdict.</summary>
    public RemoteKeys? RetryAfterRefresh { get; }

    public static Verdict Accepted(ValidatedJwt token) => new(token, JwtError.None, token.Policy, token.Claims);

    public static Verdict Rejected(JwtError error, IssuerPolicy? issuer = null, ClaimsSet? claims = null) =>
        new(null, error, issuer, claims);

    /// <summary>The same rejection, with keys to refresh before the token is validated again.</summary>
    public Verdict WithRetryAfterRefresh(RemoteKeys keys) => new(Token, Error, Issuer, Claims, keys);

    public JwtValidationResult ToResult() => Token is null ? JwtValidationResult.Rejected(Error) : new JwtValidationResult(Token);
}
