using System.Globalization;
using System.Text;
using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.StepUp;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using HipaaJwt.AspNetCore.Requests;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>Answers refusals (RFC 6750, section 3; RFC 9449, section 7.1). The answers are few, so that they tell nothing of why a token was refused.</summary>
internal static class BearerChallenge
{
    /// <summary>The answer to a request that needs a token and brought none, or one that was refused.</summary>
    public static void Unauthorized(HttpResponse response, HipaaJwtBearerOptions options, JwtErrorCode code)
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

    /// <summary>The answer to a good token that does not suffice.</summary>
    public static void Forbidden(HttpResponse response, HipaaJwtBearerOptions options) =>
        Write(response, options, StatusCodes.Status403Forbidden, "insufficient_scope", JwtErrorCode.None);

    /// <summary>The answer to a good token whose user must authenticate anew or by stronger means (RFC 9470, section 3).</summary>
    /// <param name="response">The answer.</param>
    /// <param name="options">How the scheme answers; none where another scheme was asked.</param>
    /// <param name="demand">What is asked of the authentication.</param>
    public static void AuthenticationInsufficient(HttpResponse response, HipaaJwtBearerOptions? options, StepUpDemand demand)
    {
        var dpopAlgorithms = RequestState.Of(response.HttpContext).DPoPAlgorithms;
        var challenge = new StringBuilder(SchemeOf(dpopAlgorithms));
        Append(challenge, "realm", options?.Realm);
        Append(challenge, "error", "insufficient_user_authentication");
        Append(challenge, "error_description", options?.IncludeErrorDetails == true ? nameof(JwtErrorCode.AuthenticationInsufficient) : null);
        Append(challenge, "acr_values", demand.AcrValues.Length > 0 ? string.Join(' ', demand.AcrValues) : null);
        Append(challenge, "max_age", demand.MaxAgeSeconds?.ToString(CultureInfo.InvariantCulture));
        Append(challenge, "algs", dpopAlgorithms);
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.Append(HeaderNames.WWWAuthenticate, challenge.ToString());
    }

    /// <summary>Names DPoP beside Bearer to a request that came under the latter, or without a token (RFC 9449, section 7.2).</summary>
    public static void OfferDPoP(HttpResponse response, HipaaJwtBearerOptions options, string dpopAlgorithms)
    {
        if (RequestState.Of(response.HttpContext).DPoPAlgorithms is null)
        {
            Write(response, options, response.StatusCode, null, JwtErrorCode.None, dpopAlgorithms);
        }
    }

    private static string SchemeOf(string? dpopAlgorithms) => dpopAlgorithms is null ? "Bearer" : DPoPResponse.Scheme;

    private static void Write(HttpResponse response, HipaaJwtBearerOptions options, int status, string? error, JwtErrorCode code) =>
        Write(response, options, status, error, code, RequestState.Of(response.HttpContext).DPoPAlgorithms);

    private static void Write(HttpResponse response, HipaaJwtBearerOptions options, int status, string? error, JwtErrorCode code, string? dpopAlgorithms)
    {
        var challenge = new StringBuilder(SchemeOf(dpopAlgorithms));
        Append(challenge, "realm", options.Realm);
        Append(challenge, "error", error);
        Append(challenge, "error_description", options.IncludeErrorDetails && error is not null && code != JwtErrorCode.None ? code.ToString() : null);
        Append(challenge, "algs", dpopAlgorithms);
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
