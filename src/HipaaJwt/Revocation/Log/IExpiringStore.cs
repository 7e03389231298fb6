namespace HipaaJwt;

/// <summary>
/// A store whose entries expire. Registered as a service, it is pruned in the background. Implementations are singletons and
/// thread-safe, and several instances of a service may prune the same store at the same time.
/// </summary>
public interface IExpiringStore
{
    /// <summary>Removes entries that have expired by the store's clock. Entries that another instance is removing are skipped.</summary>
    /// <param name="maxEntries">The maximum number of entries; at least 1.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    /// <returns>The number of removed entries. Fewer than requested mean that no expired entries are left.</returns>
    ValueTask<int> PruneAsync(int maxEntries, CancellationToken cancellationToken);
}
