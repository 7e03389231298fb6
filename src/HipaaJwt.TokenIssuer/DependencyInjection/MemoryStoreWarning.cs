using HipaaJwt.TokenIssuer.Diagnostics;
using HipaaJwt.TokenIssuer.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.TokenIssuer.DependencyInjection;

/// <summary>Warns at start if sessions are in memory.</summary>
internal sealed class MemoryStoreWarning : IHostedService
{
    private readonly ISessionStore _store;
    private readonly ILogger<MemoryStoreWarning> _logger;

    public MemoryStoreWarning(ISessionStore store, ILogger<MemoryStoreWarning> logger)
    {
        _store = store;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_store is MemorySessionStore)
        {
            Log.StoresInMemory(_logger);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
