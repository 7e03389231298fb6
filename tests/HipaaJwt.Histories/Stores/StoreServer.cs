using HipaaJwt.Histories.Cells;

namespace HipaaJwt.Histories.Stores;

/// <summary>A store of its own, with the faults that it can have.</summary>
internal abstract class StoreServer : IAsyncDisposable
{
    /// <summary>The port to which new connections go; 0 if the store is a file.</summary>
    public int Port { get; protected set; }

    /// <summary>The path of the file; null if the store is a server.</summary>
    public virtual string? FilePath => null;

    /// <summary>Faults that lose nothing. Each ends after the given time.</summary>
    public abstract IReadOnlyList<Disturbance> Disturbances { get; }

    /// <summary>Faults that lose acknowledged revocations.</summary>
    public abstract IReadOnlyList<Loss> Losses { get; }

    /// <summary>The links of the instances, which a failover closes.</summary>
    public IReadOnlyList<FaultProxy> Links { get; set; } = [];

    public static StoreServer Create(string name) => name switch
    {
        "sqlite" => new SqliteFile(),
        "postgresql" => new PostgreSqlServers(),
        "redis" => new RedisServers(),
        _ => throw new ArgumentException($"The store {name} is unknown. Use sqlite, postgresql or redis."),
    };

    public abstract Task StartAsync();

    public abstract ValueTask DisposeAsync();

    protected void ResetLinks()
    {
        foreach (var link in Links)
        {
            link.Reset();
        }
    }
}

/// <summary>A fault of the store that loses nothing.</summary>
internal sealed record Disturbance(string Name, Func<TimeSpan, Task> RunAsync);

/// <summary>A fault that loses data.</summary>
/// <param name="Name">The name.</param>
/// <param name="PrepareAsync">Runs before the history, for example to start a replica.</param>
/// <param name="RunAsync">Loses what was appended during the given time, or more. Completes when the store works again.</param>
/// <param name="HasDowntime">Whether the store is down between the loss and its return, so that an instance cannot notice the loss.</param>
internal sealed record Loss(string Name, Func<Task> PrepareAsync, Func<TimeSpan, Task> RunAsync, bool HasDowntime);
