using System.Collections.Concurrent;

namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>A store of uses in memory that can fail on demand.</summary>
public sealed class FlakyReplayStore : IReplayStore
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _uses = new();

    public bool Fails { get; set; }

    public IEnumerable<DateTimeOffset> Expirations => _uses.Values;

    public ValueTask<ReplayResult> TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken) => Fails
        ? throw new IOException("The store is down.")
        : ValueTask.FromResult(_uses.TryAdd(entry.Key, entry.ExpiresAt) ? ReplayResult.FirstUse : ReplayResult.UsedBefore);
}
