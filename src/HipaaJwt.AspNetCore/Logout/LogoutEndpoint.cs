using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Logout;

/// <summary>
/// Processes the logout token of a request and writes the response (OpenID Connect Back-Channel Logout 1.0, section 2.8).
/// </summary>
internal static class LogoutEndpoint
{
    private const string InvalidRequest = """{"error":"invalid_request"}""";

    /// <summary>The processing is not cancelled when the client disconnects, so that a rejection is always recorded.</summary>
    public static async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var token = await LogoutForm.ReadTokenAsync(context).ConfigureAwait(false);
        var error = await context.RequestServices.GetRequiredService<IBackChannelLogout>().LogOutAsync(
            new JwtValidationRequest(token)
            {
                RemoteAddress = context.Connection.RemoteIpAddress,
                Resource = RequestState.GetOrCreate(context).GetResource(context),
                RequestId = context.TraceIdentifier,
            },
            CancellationToken.None).ConfigureAwait(false);
        if (error.IsUnavailable)
        {
            UnavailableResponse.Write(context.Response);
        }
        else if (!error.IsNone)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(InvalidRequest, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
