using System.Buffers;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>
/// Reads the token from one Authorization header of the form <c>Bearer token</c> (RFC 6750 section 2.1) or
/// <c>DPoP token</c> (RFC 9449 section 7.1). Tokens anywhere else are not accepted.
/// </summary>
internal static class AuthorizationHeaderReader
{
    private const string Scheme = "Bearer";
    private const string QueryParameter = "access_token";
    private const string ProofHeader = "DPoP";

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    /// <summary>The characters of a scheme name (RFC 9110 section 5.6.2).</summary>
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

    /// <summary>Reads the token and the DPoP proof of a request.</summary>
    /// <returns>
    /// <see cref="JwtErrorCode.None"/> if the request has one token. <see cref="JwtErrorCode.TokenMissing"/> if it has none under
    /// either scheme. Any other code if the token was sent in a form that is not accepted.
    /// </returns>
    public static JwtErrorCode Read(HttpRequest request, out RequestCredential credential)
    {
        credential = default;
        if (request.QueryString.HasValue && request.Query.ContainsKey(QueryParameter))
        {
            return JwtErrorCode.TokenInQuery;
        }

        var values = request.Headers.Authorization;
        if (values.Count == 1)
        {
            var header = values[0] ?? string.Empty;
            return IsScheme(header, DPoPResponse.Scheme)
                ? ReadDPoP(request, header, out credential)
                : ReadBearer(header, out credential);
        }

        foreach (var value in values)
        {
            if (IsScheme(value, Scheme) || IsScheme(value, DPoPResponse.Scheme))
            {
                return JwtErrorCode.AuthorizationHeaderInvalid;
            }
        }

        return JwtErrorCode.TokenMissing;
    }

    private static JwtErrorCode ReadBearer(string header, out RequestCredential credential)
    {
        credential = default;
        if (!IsScheme(header, Scheme))
        {
            return JwtErrorCode.TokenMissing;
        }

        var code = ReadToken(header.AsMemory(Scheme.Length), out var token);
        credential = new RequestCredential(token, Proof: null);
        return code;
    }

    /// <summary>Rejects several proofs, because it is undefined which of them applies (RFC 9449 section 4.3).</summary>
    private static JwtErrorCode ReadDPoP(HttpRequest request, string header, out RequestCredential credential)
    {
        var proofs = request.Headers[ProofHeader];
        var code = ReadToken(header.AsMemory(DPoPResponse.Scheme.Length), out var token);
        credential = new RequestCredential(token, proofs.Count == 1 ? proofs[0] ?? string.Empty : string.Empty);
        return code == JwtErrorCode.None && proofs.Count > 1 ? JwtErrorCode.ProofInvalid : code;
    }

    /// <summary>Reads the token after one or more spaces (RFC 6750 section 2.1; RFC 9110 section 11.4).</summary>
    private static JwtErrorCode ReadToken(ReadOnlyMemory<char> credential, out ReadOnlyMemory<char> token)
    {
        token = default;
        var spaces = credential.Span.IndexOfAnyExcept(' ');
        if (spaces < 1 || credential.Span[spaces..].ContainsAnyExcept(TokenCharacters))
        {
            return JwtErrorCode.AuthorizationHeaderInvalid;
        }

        token = credential[spaces..];
        return JwtErrorCode.None;
    }

    /// <summary>Returns whether the header names the scheme. <c>BearerX</c> is a different scheme.</summary>
    private static bool IsScheme(string? header, string scheme) =>
        header is not null
        && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
        && (header.Length == scheme.Length || !SchemeCharacters.Contains(header[scheme.Length]));
}
