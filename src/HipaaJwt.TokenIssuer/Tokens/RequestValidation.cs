using HipaaJwt.TokenIssuer.Issuing;
using HipaaJwt.TokenIssuer.Requests;

namespace HipaaJwt.TokenIssuer.Tokens;

/// <summary>Finds mistakes of the application in requests for tokens. They are exceptions, because no user can cause them.</summary>
internal static class RequestValidation
{
    /// <exception cref="ArgumentException">The request is not valid.</exception>
    public static void Validate(TokenRequest request, TokenIssuerOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(request.Subject, "request.Subject");
        ArgumentException.ThrowIfNullOrEmpty(request.ClientId, "request.ClientId");
        for (var index = 0; index < request.Audiences.Count; index++)
        {
            if (!options.Audiences.Contains(request.Audiences[index]))
            {
                throw new ArgumentException("An audience is not in TokenIssuerOptions.Audiences.", nameof(request));
            }
        }

        for (var index = 0; index < request.Scopes.Count; index++)
        {
            if (!ScopeText.IsScope(request.Scopes[index]))
            {
                throw new ArgumentException(
                    "A scope is empty or contains characters that RFC 6749, section 3.3, does not allow.", nameof(request));
            }
        }

        if (request.Claims is not null)
        {
            RejectOwnClaims(request);
        }
    }

    private static void RejectOwnClaims(TokenRequest request)
    {
        foreach (var (name, _) in request.Claims!)
        {
            if (AccessTokenClaims.IsOwn(name))
            {
                throw new ArgumentException(
                    $"The claim {name} is set by the issuer. Use the property of the request instead.", nameof(request));
            }
        }
    }
}
