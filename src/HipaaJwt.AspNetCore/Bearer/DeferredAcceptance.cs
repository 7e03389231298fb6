using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>
/// Records an accepted token if authentication runs before routing or without it. Only when routing sets the endpoint is it known
/// whether the event of a decision follows. If not, the token is recorded before the code of the endpoint runs. Without an endpoint, it
/// is recorded before the response starts.
/// </summary>
internal sealed class DeferredAcceptance : IEndpointFeature
{
    private readonly HttpContext _context;
    private readonly RequestState _state;
    private readonly DecisionRecorder _recorder;
    private readonly ValidatedJwt _token;
    private bool _isDone;

    private DeferredAcceptance(HttpContext context, RequestState state, DecisionRecorder recorder, ValidatedJwt token)
    {
        _context = context;
        _state = state;
        _recorder = recorder;
        _token = token;
    }

    public Endpoint? Endpoint
    {
        get;
        set
        {
            var follows = value is not null && EndpointDecision.IsDemanded(value, _context);
            _isDone |= follows;
            field = value is null || follows || _isDone ? value : Wrap(value);
        }
    }

    public static void Install(HttpContext context, RequestState state, DecisionRecorder recorder, ValidatedJwt token)
    {
        var acceptance = new DeferredAcceptance(context, state, recorder, token);
        context.Features.Set<IEndpointFeature>(acceptance);
        context.Response.OnStarting(static deferred => ((DeferredAcceptance)deferred).StartAsync(), acceptance);
    }

    private Endpoint Wrap(Endpoint endpoint) => endpoint is RouteEndpoint route
        ? new RouteEndpoint(context => RunAsync(context, endpoint), route.RoutePattern, route.Order, route.Metadata, route.DisplayName)
        : new Endpoint(context => RunAsync(context, endpoint), endpoint.Metadata, endpoint.DisplayName);

    private async Task RunAsync(HttpContext context, Endpoint endpoint)
    {
        if (!await RecordAsync().ConfigureAwait(false))
        {
            await UnavailableResponse.WriteAsync(context).ConfigureAwait(false);
        }
        else if (endpoint.RequestDelegate is { } run)
        {
            await run(context).ConfigureAwait(false);
        }
    }

    /// <summary>The exception replaces the response, which may be about the token.</summary>
    /// <exception cref="AuditUnavailableException">The token could not be recorded.</exception>
    private async Task StartAsync()
    {
        if (!await RecordAsync().ConfigureAwait(false))
        {
            throw new AuditUnavailableException();
        }
    }

    private async ValueTask<bool> RecordAsync()
    {
        if (_isDone || _state.HasEndpointDecided || _state.IsUnavailable)
        {
            return true;
        }

        _isDone = true;
        var recorded = await _recorder.RecordAcceptanceAsync(_context, _token).ConfigureAwait(false);
        if (!recorded)
        {
            _state.SetUnavailable();
        }

        return recorded;
    }
}
