using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>
/// Describes a denial in the body of the response (RFC 9457), if the application has called <c>AddProblemDetails</c>. The body says no
/// more than the status and the challenge.
/// </summary>
internal static class ProblemResponse
{
    /// <summary>Writes the body unless the response has one. The application may customize it.</summary>
    /// <param name="context">The request. The status of its response must have been set.</param>
    public static ValueTask WriteAsync(HttpContext context) =>
        IsExpected(context) && context.RequestServices.GetService<IProblemDetailsService>() is { } problems
            ? WriteAsync(context, problems)
            : default;

    private static async ValueTask WriteAsync(HttpContext context, IProblemDetailsService problems)
    {
        var problem = new ProblemDetailsContext { HttpContext = context };
        problem.ProblemDetails.Status = context.Response.StatusCode;
        if (RequestState.Find(context)?.ChallengeError is { } error)
        {
            problem.ProblemDetails.Extensions["error"] = error;
        }

        await problems.TryWriteAsync(problem).ConfigureAwait(false);
    }

    private static bool IsExpected(HttpContext context) =>
        context.Response is
        {
            HasStarted: false,
            ContentType: null,
            ContentLength: null,
            StatusCode: StatusCodes.Status400BadRequest
                or StatusCodes.Status401Unauthorized
                or StatusCodes.Status403Forbidden
                or StatusCodes.Status503ServiceUnavailable,
        }
        && !IsOfOtherProtocol(context);

    /// <summary>gRPC clients map the status alone, and clients of SignalR do not read the body.</summary>
    private static bool IsOfOtherProtocol(HttpContext context) =>
        context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true
        || context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;
}
