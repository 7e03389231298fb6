using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.TokenIssuer.Activities;

/// <summary>
/// Records the activity of the user whose token a request was accepted with, after the application has handled the request.
/// </summary>
internal sealed class SessionActivityFilter : IStartupFilter
{
    private readonly SessionActivity _activity;

    public SessionActivityFilter(SessionActivity activity) => _activity = activity;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(handle => context => HandleAsync(handle, context));
        next(app);
    };

    /// <summary>Most requests are complete when the call returns, and then need no state machine.</summary>
    private Task HandleAsync(RequestDelegate handle, HttpContext context)
    {
        var handling = handle(context);
        if (!handling.IsCompletedSuccessfully)
        {
            return WaitAsync(handling, context);
        }

        Record(context);
        return handling;
    }

    private async Task WaitAsync(Task handling, HttpContext context)
    {
        await handling.ConfigureAwait(false);
        Record(context);
    }

    private void Record(HttpContext context)
    {
        if (context.Features.Get<IJwtValidationFeature>() is { Result: { IsValid: true, Token: { } token } }
            && context.GetEndpoint()?.Metadata.GetMetadata<WithoutSessionActivity>() is null)
        {
            _activity.Record(token);
        }
    }
}
