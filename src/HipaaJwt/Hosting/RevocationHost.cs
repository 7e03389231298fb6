using HipaaJwt.Diagnostics;
using HipaaJwt.Revocations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Hosting;

/// <summary>
/// Checks the stores, starts to read the log of revocations, and prunes the stores in the background. The start waits for the first read,
/// but at most a short time: a store that is down must not stop the host.
/// </summary>
internal sealed class RevocationHost : IHostedLifecycleService, IDisposable
{
    private const int PruneBatch = 1_000;

    private static readonly TimeSpan FirstReadLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PruneInterval = TimeSpan.FromMinutes(1);

    /// <summary>The pause between two batches, so that pruning leaves most of the store's time to others.</summary>
    private static readonly TimeSpan PrunePause = TimeSpan.FromMilliseconds(20);

    private readonly IEnumerable<IStoreInitializer> _initializers;
    private readonly IEnumerable<IExpiringStore> _stores;
    private readonly RevocationPump? _pump;
    private readonly TimeProvider _time;
    private readonly GuardedLogger _logger;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _pruning = Task.CompletedTask;
    private bool _isDisposed;

    public RevocationHost(
        IEnumerable<IStoreInitializer> initializers,
        IEnumerable<IExpiringStore> stores,
        TimeProvider time,
        ILogger<RevocationHost> logger,
        RevocationPump? pump = null)
    {
        _initializers = initializers;
        _stores = stores;
        _pump = pump;
        _time = time;
        _logger = new GuardedLogger(logger);
    }

    public Task StartingAsync(CancellationToken cancellationToken) =>
        _initializers.Any() ? InitializeAsync(cancellationToken) : Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_stores.Any())
        {
            _pruning = PruneAsync(_stop.Token);
        }

        return _pump is null
            ? Task.CompletedTask
            : Task.WhenAny(_pump.Start(), Task.Delay(FirstReadLimit, _time, cancellationToken));
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stops after all other services: requests that the server still answers need the view.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        Cancel();
        await _pruning.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await (_pump?.StopAsync() ?? Task.CompletedTask).ConfigureAwait(false);
    }

    public void Dispose()
    {
        Cancel();
        lock (_lock)
        {
            _isDisposed = true;
            _stop.Dispose();
        }
    }

    private async Task InitializeAsync(CancellationToken cancellationToken)
    {
        foreach (var initializer in _initializers)
        {
            await initializer.InitializeAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A program that disposes of its host as soon as it stops disposes of this service before the host has stopped it.</summary>
    private void Cancel()
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _stop.Cancel();
            }
        }
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PruneInterval, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var store in _stores)
            {
                await PruneAsync(store, cancellationToken).ConfigureAwait(false);
            }
        }
    }

#pragma warning disable CA1031 // A store of the application may throw any exception. Its entries stay until the next attempt.
    private async Task PruneAsync(IExpiringStore store, CancellationToken cancellationToken)
    {
        try
        {
            // On another thread, because a store may block it.
            while (await Task.Run(() => store.PruneAsync(PruneBatch, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false)
                >= PruneBatch)
            {
                await Task.Delay(PrunePause, _time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.PruneFailed(_logger, store.GetType().Name, exception.GetType().Name);
        }
    }
#pragma warning restore CA1031
}
