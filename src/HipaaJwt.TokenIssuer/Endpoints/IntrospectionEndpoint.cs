using System.Text.Json;
using HipaaJwt.TokenIssuer.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>
/// Tells clients that may introspect whether an access token is active (RFC 7662). Everything else is inactive, refresh tokens included:
/// only the issuer uses them.
/// </summary>
internal sealed class IntrospectionEndpoint
{
    private static readonly ClaimPath KeyThumbprintPath = ClaimPath.Parse("cnf.jkt");

    private readonly EndpointPipeline _pipeline;
    private readonly AccessTokens _accessTokens;

    public IntrospectionEndpoint(EndpointPipeline pipeline, AccessTokens accessTokens)
    {
        _pipeline = pipeline;
        _accessTokens = accessTokens;
    }

    public Task HandleAsync(HttpContext http) => _pipeline.RunAsync(http, ServeAsync);

    private async ValueTask<EndpointFailure?> ServeAsync(EndpointCall call)
    {
        if (!call.Client.AllowsIntrospection)
        {
            return EndpointFailure.UnauthorizedClient;
        }

        if (call.Form["token"] is not { } encoded)
        {
            return EndpointFailure.InvalidRequest("The parameter token is missing.", "token");
        }

        var (token, error) = AccessTokens.IsAccessToken(encoded)
            ? await _accessTokens.FindAsync(call, encoded, eventFollows: false).ConfigureAwait(false)
            : (null, JwtError.None);
        if (error.IsUnavailable)
        {
            return EndpointFailure.Unavailable;
        }

        await EndpointResponse.WriteJsonAsync(call.Http.Response, writer => Write(writer, token)).ConfigureAwait(false);
        return null;
    }

    private static void Write(Utf8JsonWriter writer, ValidatedJwt? token)
    {
        writer.WriteBoolean("active", token is not null);
        if (token is not null)
        {
            writer.WriteString("token_type", token.TryGetString(KeyThumbprintPath, out _) ? "DPoP" : "Bearer");
            WriteClaims(writer, token.ClaimsJson);
        }
    }

    /// <summary>Claims have the same names in tokens and here (RFC 7662, section 2.2; RFC 9449, section 6.2).</summary>
    private static void WriteClaims(Utf8JsonWriter writer, ReadOnlyMemory<byte> json)
    {
        using var claims = JsonDocument.Parse(json);
        foreach (var claim in claims.RootElement.EnumerateObject())
        {
            if (!claim.NameEquals("active") && !claim.NameEquals("token_type"))
            {
                claim.WriteTo(writer);
            }
        }
    }
}
