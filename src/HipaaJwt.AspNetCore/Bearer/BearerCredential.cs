using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>
/// Takes the token out of a request: from one Authorization header of the form <c>Bearer token</c> and from nowhere else
/// (RFC 6750, section 2.1).
/// </summary>
internal static class BearerCredential
{
    private const string Scheme = "Bearer";
    private const string QueryParameter = "access_token";

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    /// <summary>The characters of the name of a scheme (RFC 9110, section 5.6.2).</summary>
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

    /// <summary>
    /// Reads the token. <see cref="JwtErrorCode.TokenMissing"/> means that the request brought no bearer token at all; any
    /// other code that the way it brought one is not accepted.
    /// </summary>
    public static JwtErrorCode Read(HttpRequest request, out ReadOnlyMemory<char> token)
    {
        token = default;
        if (request.QueryString.HasValue && request.Query.ContainsKey(QueryParameter))
        {
            return JwtErrorCode.TokenInQuery;
        }

        var values = request.Headers.Authorization;
        if (values.Count == 1)
        {
            return Read(values[0] ?? string.Empty, out token);
        }

        foreach (var value in values)
        {
            if (IsBearer(value))
            {
                return JwtErrorCode.AuthorizationHeaderInvalid;
            }
        }

        return JwtErrorCode.TokenMissing;
    }

    private static JwtErrorCode Read(string header, out ReadOnlyMemory<char> token)
    {
        token = default;
        if (!IsBearer(header))
        {
            return JwtErrorCode.TokenMissing;
        }

        var credential = header.AsMemory(Scheme.Length);
        if (credential.Length < 2 || credential.Span[0] != ' ' || credential.Span[1..].ContainsAnyExcept(TokenCharacters))
        {
            return JwtErrorCode.AuthorizationHeaderInvalid;
        }

        token = credential[1..];
        return JwtErrorCode.None;
    }

    /// <summary>Whether the scheme is Bearer, whatever follows it; <c>BearerX</c> is another scheme.</summary>
    private static bool IsBearer(string? header) =>
        header is not null
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && (header.Length == Scheme.Length || !SchemeCharacters.Contains(header[Scheme.Length]));
}
