using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.QueryTokens;

/// <summary>Reads the token that was removed from the address of a request.</summary>
internal static class QueryTokenReader
{
    /// <summary>Completes what was read from the headers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="options">The options of the scheme.</param>
    /// <param name="code">The result of the headers.</param>
    /// <param name="credential">The credential of the headers. It becomes that of the query if the query has the only token.</param>
    /// <returns>
    /// <paramref name="code"/> if the query had no token. <see cref="JwtErrorCode.TokenInQuery"/> if the scheme does not accept its
    /// token, or if a header contains a token too (RFC 6750 section 2).
    /// </returns>
    public static JwtErrorCode Read(
        HttpContext context, HipaaJwtBearerOptions options, JwtErrorCode code, ref RequestCredential credential)
    {
        if (context.Features.Get<QueryTokenFeature>() is not { } query)
        {
            return code;
        }

        var isAccepted = code == JwtErrorCode.TokenMissing
            && query.Token is not null
            && QueryTokenPaths.IsAny(options.AllowTokenInQueryFor, query.Path);
        credential = isAccepted ? new RequestCredential(query.Token.AsMemory(), Proof: null) : default;
        return isAccepted ? JwtErrorCode.None : JwtErrorCode.TokenInQuery;
    }
}
