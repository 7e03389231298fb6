using HipaaJwt;

namespace ClinicApi.Endpoints;

/// <summary>Responds 503 if the store of sessions and signing keys did not acknowledge a change. The client may repeat it.</summary>
internal sealed class Unavailable : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (SessionStoreUnavailableException)
        {
            context.HttpContext.Response.Headers.RetryAfter = "1";
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
