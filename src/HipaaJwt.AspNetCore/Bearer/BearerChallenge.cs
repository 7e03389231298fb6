using System.Globalization;
using System.Text;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>
/// Writes the responses to rejected tokens and denied access (RFC 6750 section 3, RFC 9449 section 7.1). Most error codes share
/// one response, so that a client does not learn which check a token failed.
/// </summary>
internal static class BearerChallenge
{
    /// <summary>Writes the response to a request that needs a token and has none, or a rejected one.</summary>
    public static void WriteUnauthorized(HttpResponse response, HipaaJwtBearerOptions options, JwtErrorCode code)
    {
        var (status, error) = code switch
        {
            JwtErrorCode.None or JwtErrorCode.TokenMissing => (StatusCodes.Status401Unauthorized, null),
            JwtErrorCode.TransportNotSecure or JwtErrorCode.TokenInQuery or JwtErrorCode.AuthorizationHeaderInvalid =>
                (StatusCodes.Status400BadRequest, "invalid_request"),
            JwtErrorCode.ProofInvalid or JwtErrorCode.ProofReplayed => (StatusCodes.Status401Unauthorized, "invalid_dpop_proof"),
            JwtErrorCode.ProofNonceRequired => (StatusCodes.Status401Unauthorized, "use_dpop_nonce"),
            _ => (StatusCodes.Status401Unauthorized, "invalid_token"),
        };
        Write(response, options, status, error, code);
    }

    /// <summary>Writes the response to a valid token that does not grant access.</summary>
    public static void WriteForbidden(HttpResponse response, HipaaJwtBearerOptions options) =>
        Write(response, options, StatusCodes.Status403Forbidden, "insufficient_scope", JwtErrorCode.None);

    /// <summary>Writes the response to a valid token whose user must authenticate again or more strongly (RFC 9470 section 3).</summary>
    /// <param name="response">The response.</param>
    /// <param name="options">The options of the scheme; null if another scheme forbade the request.</param>
    /// <param name="criteria">The required authentication.</param>
    public static void WriteStepUp(HttpResponse response, HipaaJwtBearerOptions? options, StepUpCriteria criteria)
    {
        var dpopAlgorithms = DPoPAlgorithmsOf(response);
        var challenge = new StringBuilder(SchemeOf(dpopAlgorithms));
        var description = options?.IncludeErrorDetails == true ? nameof(JwtErrorCode.AuthenticationInsufficient) : null;
        Append(challenge, "realm", options?.Realm);
        Append(challenge, "error", "insufficient_user_authentication");
        Append(challenge, "error_description", description);
        Append(challenge, "acr_values", criteria.AcrValues.Length > 0 ? string.Join(' ', criteria.AcrValues) : null);
        Append(challenge, "max_age", criteria.MaxAgeSeconds?.ToString(CultureInfo.InvariantCulture));
        Append(challenge, "algs", dpopAlgorithms);
        RequestState.GetOrCreate(response.HttpContext).ChallengeError = "insufficient_user_authentication";
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.Append(HeaderNames.WWWAuthenticate, challenge.ToString());
    }

    /// <summary>Adds a DPoP challenge beside Bearer, unless the request already used DPoP (RFC 9449 section 7.2).</summary>
    public static void AppendDPoP(HttpResponse response, HipaaJwtBearerOptions options, string dpopAlgorithms)
    {
        if (DPoPAlgorithmsOf(response) is null)
        {
            Write(response, options, response.StatusCode, null, JwtErrorCode.None, dpopAlgorithms);
        }
    }

    private static string? DPoPAlgorithmsOf(HttpResponse response) => RequestState.GetOrCreate(response.HttpContext).DPoPAlgorithms;

    private static string SchemeOf(string? dpopAlgorithms) => dpopAlgorithms is null ? "Bearer" : DPoPResponse.Scheme;

    private static void Write(HttpResponse response, HipaaJwtBearerOptions options, int status, string? error, JwtErrorCode code) =>
        Write(response, options, status, error, code, DPoPAlgorithmsOf(response));

    private static void Write(
        HttpResponse response, HipaaJwtBearerOptions options, int status, string? error, JwtErrorCode code, string? dpopAlgorithms)
    {
        var challenge = new StringBuilder(SchemeOf(dpopAlgorithms));
        var description = options.IncludeErrorDetails && error is not null && code != JwtErrorCode.None ? code.ToString() : null;
        Append(challenge, "realm", options.Realm);
        Append(challenge, "error", error);
        Append(challenge, "error_description", description);
        Append(challenge, "algs", dpopAlgorithms);
        RequestState.GetOrCreate(response.HttpContext).ChallengeError ??= error;
        response.StatusCode = status;
        response.Headers.Append(HeaderNames.WWWAuthenticate, challenge.ToString());
    }

    private static void Append(StringBuilder challenge, string name, string? value)
    {
        if (value is not null)
        {
            var separator = challenge[^1] == '"' ? ", " : " ";
            challenge.Append(separator).Append(name).Append("=\"").Append(value).Append('"');
        }
    }
}
