using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>The services of one process that uses the stores, registered as an application registers them.</summary>
public sealed class StoreProcess : IAsyncDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly ServiceProvider _services;

    private StoreProcess(Action<HipaaJwtBuilder> addStores, TimeProvider time)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time);
        addStores(services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust())));
        _services = services.BuildServiceProvider();
    }

    public IServiceProvider Services => _services;

    public IRevocationStore Revocations => _services.GetRequiredService<IRevocationStore>();

    public IReplayStore Replay => _services.GetRequiredService<IReplayStore>();

    public ISessionStore Sessions => _services.GetRequiredService<ISessionStore>();

    public ISigningKeyStore SigningKeys => _services.GetRequiredService<ISigningKeyStore>();

    /// <summary>Registers the stores and initializes them, as a host does at its start.</summary>
    public static async Task<StoreProcess> StartAsync(Action<HipaaJwtBuilder> addStores, TimeProvider? time = null)
    {
        var process = new StoreProcess(addStores, time ?? TimeProvider.System);
        foreach (var initializer in process._services.GetServices<IStoreInitializer>())
        {
            await initializer.InitializeAsync(CancellationToken.None);
        }

        return process;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _issuer.Dispose();
    }
}
