using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>Writes the response to a request whose decision could not be made or recorded (RFC 9110 section 15.6.4).</summary>
internal static class UnavailableResponse
{
    /// <summary>
    /// The seconds until a new attempt can succeed (RFC 9110 section 10.2.3). It is the time after which keys are downloaded again and is
    /// enough for a store or a sink to restart. The service does not know when the outage ends.
    /// </summary>
    private const string RetryAfterSeconds = "10";

    /// <summary>Sets the status and the header, and describes the problem in the body if the application wants that.</summary>
    public static ValueTask WriteAsync(HttpContext context)
    {
        Write(context.Response);
        return ProblemResponse.WriteAsync(context);
    }

    /// <summary>Sets the status 503 and the header Retry-After.</summary>
    public static void Write(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers[HeaderNames.RetryAfter] = RetryAfterSeconds;
    }
}
