using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace HipaaJwt.Benchmarks.Web;

/// <summary>
/// A server without a network. Like Kestrel on a connection that stays open, it uses the objects of ASP.NET Core's request again.
/// </summary>
internal sealed class DirectServer : IServer
{
    private Func<Action<IFeatureCollection>, bool>? _serve;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>Serves a request, whose features the caller sets.</summary>
    /// <returns>Whether it was complete at once.</returns>
    public bool Serve(Action<IFeatureCollection> setFeatures) => _serve!(setFeatures);

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        var kept = default(TContext);
        _serve = setFeatures =>
        {
            var request = new RequestFeatures<TContext> { HostContext = kept };
            setFeatures(request);
            var context = application.CreateContext(request);
            var response = application.ProcessRequestAsync(context);
            application.DisposeContext(context, null);
            kept = request.HostContext;
            return response.IsCompletedSuccessfully;
        };
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    private sealed class RequestFeatures<TContext>() : FeatureCollection(Capacity), IHostContextContainer<TContext>
        where TContext : notnull
    {
        /// <summary>More than a request has, so that the collection never grows.</summary>
        private const int Capacity = 32;

        public TContext? HostContext { get; set; }
    }
}
