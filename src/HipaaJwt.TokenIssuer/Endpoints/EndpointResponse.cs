using System.Text.Json;
using HipaaJwt.TokenIssuer.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>Writes responses (RFC 6749, sections 5.1 and 5.2).</summary>
internal static class EndpointResponse
{
    public const string Json = "application/json";

    /// <summary>Lets caches keep what is public, such as keys. A new key is announced long before it signs.</summary>
    public const string CachedFor5Minutes = "public, max-age=300";

    /// <summary>
    /// The seconds until a client should try again. They are less than the retry window of refresh tokens, because the refresh may have
    /// taken effect.
    /// </summary>
    private const string RetryAfterSeconds = "1";

    /// <summary>Forbids caches to store the response, whatever it will be (RFC 6749, section 5.1).</summary>
    public static void ForbidCaching(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
    }

    /// <summary>Writes an error.</summary>
    /// <param name="response">The response.</param>
    /// <param name="failure">The error.</param>
    /// <param name="challenge">The challenge of a response with the status 401.</param>
    public static async Task WriteFailureAsync(HttpResponse response, EndpointFailure failure, string challenge)
    {
        response.StatusCode = failure.Status;
        if (failure.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = challenge;
        }
        else if (failure.IsUnavailable)
        {
            WriteRetryAfter(response);
        }

        await WriteJsonAsync(response, writer =>
        {
            writer.WriteString("error", failure.Error);
            if (failure.Description is { } description)
            {
                writer.WriteString("error_description", description);
            }
        }).ConfigureAwait(false);
    }

    public static void WriteRetryAfter(HttpResponse response) => response.Headers[HeaderNames.RetryAfter] = RetryAfterSeconds;

    /// <summary>Writes a JSON object.</summary>
    /// <param name="response">The response.</param>
    /// <param name="writeMembers">Writes the members.</param>
    public static async Task WriteJsonAsync(HttpResponse response, Action<Utf8JsonWriter> writeMembers)
    {
        response.ContentType = Json;
        var writer = new Utf8JsonWriter(response.BodyWriter);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }
    }
}
