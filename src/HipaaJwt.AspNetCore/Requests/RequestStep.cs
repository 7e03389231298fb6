using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>The first step of the pipeline. It tells the scope of each request which request it belongs to.</summary>
internal sealed class RequestStep
{
    private readonly CurrentRequest _current;

    public RequestStep(CurrentRequest current) => _current = current;

    /// <summary>
    /// Whether all code of a request knows it. Hubs need that, because their calls have scopes of their own. Set before the first request.
    /// </summary>
    public bool IsAmbient { get; set; }

    public RequestDelegate Before(RequestDelegate next) => context => InvokeAsync(context, next);

    /// <summary>Avoids the allocation of an await if the request completes synchronously.</summary>
    private Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (_current.ScopeOf(context.RequestServices) is not { } scope)
        {
            return next(context);
        }

        scope.Request = context;
        Task running;
        try
        {
            running = IsAmbient && _current.Ambient is null ? InvokeInAmbientAsync(context, next) : next(context);
        }
        catch
        {
            scope.Request = null;
            throw;
        }

        if (!running.IsCompleted)
        {
            return AwaitAsync(running, scope);
        }

        scope.Request = null;
        return running;
    }

    /// <summary>The server reuses the objects of a request, so background work that the request started must no longer see them.</summary>
    private static async Task AwaitAsync(Task running, IRequestScope scope)
    {
        try
        {
            await running.ConfigureAwait(false);
        }
        finally
        {
            scope.Request = null;
        }
    }

    private async Task InvokeInAmbientAsync(HttpContext context, RequestDelegate next)
    {
        _current.Ambient = context;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            _current.Ambient = null;
        }
    }
}
