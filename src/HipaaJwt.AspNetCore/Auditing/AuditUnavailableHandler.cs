using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>
/// Makes the exception handler middleware respond with 503 and Retry-After instead of 500 if an access could not be recorded.
/// </summary>
internal sealed class AuditUnavailableHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not AuditUnavailableException)
        {
            return false;
        }

        await UnavailableResponse.WriteAsync(httpContext).ConfigureAwait(false);
        return true;
    }
}
