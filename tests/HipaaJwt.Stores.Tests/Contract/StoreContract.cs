using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>Starts processes that share the stores of one test, and stops them after it.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private readonly List<StoreProcess> _processes = [];

    /// <summary>Prepares empty stores for this test, and may skip it.</summary>
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }
    }

    /// <summary>Registers the stores. All processes of one test share them, and no other test uses them.</summary>
    protected abstract void AddStores(HipaaJwtBuilder builder);

    /// <summary>The clock of the processes.</summary>
    protected virtual TimeProvider Time => TimeProvider.System;

    /// <summary>Starts a process that uses the stores of this test.</summary>
    protected async Task<StoreProcess> StartProcessAsync()
    {
        var process = await StoreProcess.StartAsync(AddStores, Time);
        _processes.Add(process);
        return process;
    }

    /// <summary>Prunes a store until no expired entry is left, in batches of 2.</summary>
    /// <returns>The number of removed entries.</returns>
    protected static async Task<int> PruneAsync(object store, int max = 2)
    {
        if (store is not IExpiringStore expiring)
        {
            return 0;
        }

        var total = 0;
        for (var removed = max; removed == max; total += removed)
        {
            removed = await expiring.PruneAsync(max, CancellationToken.None);
            removed.Should().BeInRange(0, max);
        }

        return total;
    }
}
