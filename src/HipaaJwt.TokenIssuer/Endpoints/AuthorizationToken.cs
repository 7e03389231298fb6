using Microsoft.AspNetCore.Http;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>The access token in the header Authorization (RFC 6750, section 2.1; RFC 9449, section 7.1).</summary>
/// <param name="Token">The token.</param>
/// <param name="Proof">The DPoP proof; empty under the scheme DPoP without exactly one proof; null under the scheme Bearer.</param>
internal readonly record struct AuthorizationToken(string Token, string? Proof)
{
    private const string Bearer = "Bearer ";
    private const string DPoP = "DPoP ";

    /// <returns>Null if there is not exactly one header with one of the schemes.</returns>
    public static AuthorizationToken? Read(HttpRequest request)
    {
        if (request.Headers.Authorization is not { Count: 1 } headers || headers[0] is not { } header)
        {
            return null;
        }

        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return new AuthorizationToken(header[Bearer.Length..].TrimStart(' '), null);
        }

        var proofs = request.Headers["DPoP"];
        return header.StartsWith(DPoP, StringComparison.OrdinalIgnoreCase)
            ? new AuthorizationToken(header[DPoP.Length..].TrimStart(' '), proofs.Count == 1 ? proofs.ToString() : string.Empty)
            : null;
    }

    public override string ToString() => nameof(AuthorizationToken);
}
