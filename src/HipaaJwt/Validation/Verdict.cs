using HipaaJwt.Issuers;
using HipaaJwt.Keys.Remote;

namespace HipaaJwt.Validation;

/// <summary>A verdict on a token, and what its audit event may contain: nothing of a token whose signature is not verified.</summary>
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

    /// <summary>The issuer whose key verified the signature.</summary>
    public IssuerPolicy? Issuer { get; }

    /// <summary>The claims, if the signature is valid and they could be read.</summary>
    public ClaimsSet? Claims { get; }

    /// <summary>The keys among which the token's key may be after a refresh.</summary>
    public RemoteKeys? RetryAfterRefresh { get; }

    public static Verdict Accepted(ValidatedJwt token) => new(token, JwtError.None, token.Policy, token.Claims);

    public static Verdict Rejected(JwtError error, IssuerPolicy? issuer = null, ClaimsSet? claims = null) => new(null, error, issuer, claims);

    /// <summary>The same rejection, which may change after the keys have been refreshed.</summary>
    public Verdict WithRetryAfterRefresh(RemoteKeys keys) => new(Token, Error, Issuer, Claims, keys);

    public JwtValidationResult ToResult() => Token is null ? JwtValidationResult.Rejected(Error) : new JwtValidationResult(Token);
}
