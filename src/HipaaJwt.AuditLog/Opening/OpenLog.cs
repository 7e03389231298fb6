using HipaaJwt.AuditLog.Engine;

namespace HipaaJwt.AuditLog.Opening;

/// <summary>An open stream with what must be closed after it.</summary>
internal sealed class OpenLog : IAsyncDisposable
{
    private readonly IReadOnlyList<IDisposable> _resources;
    private readonly List<IAsyncDisposable> _services = [];
    private int _isDisposed;

    /// <param name="engine">The stream.</param>
    /// <param name="resources">What is disposed after the stream is closed.</param>
    public OpenLog(LogEngine engine, IReadOnlyList<IDisposable> resources)
    {
        Engine = engine;
        _resources = resources;
    }

    public LogEngine Engine { get; }

    /// <summary>The work beside the log.</summary>
    public IReadOnlyList<IAsyncDisposable> Services => _services;

    /// <summary>Adds work that ends before the log is closed.</summary>
    public void Add(IAsyncDisposable service) => _services.Add(service);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        foreach (var service in _services)
        {
            await service.DisposeAsync().ConfigureAwait(false);
        }

        await Engine.DisposeAsync().ConfigureAwait(false);
        foreach (var resource in _resources)
        {
            resource.Dispose();
        }
    }
}
