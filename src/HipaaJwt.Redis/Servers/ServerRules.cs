using System.Globalization;

namespace HipaaJwt.Redis.Servers;

/// <summary>What the configuration of the server means for revocations and used one-time tokens.</summary>
internal static class ServerRules
{
    private static readonly Version MinVersion = new(6, 2);

    /// <summary>Finds the reasons for which the server is not usable.</summary>
    public static IEnumerable<string> Problems(ServerSettings settings)
    {
        if (settings is { MaxMemory: > 0, MaxMemoryPolicy: { } policy } && policy != "noeviction")
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Redis parameter maxmemory-policy: is '{policy}' with maxmemory {settings.MaxMemory}, so Redis removes revocations or "
                + $"used one-time tokens when its memory is full. Set maxmemory-policy to noeviction, or use another Redis for HipaaJwt.");
        }

        if (settings.Version is { } version && version < MinVersion)
        {
            yield return $"Redis version: is {version}. Use Redis {MinVersion} or later, or Valkey.";
        }
    }

    /// <summary>Finds the parameters with which Redis can lose acknowledged revocations.</summary>
    public static IEnumerable<(string Path, string Weakness)> Weaknesses(ServerSettings settings, RedisStoreOptions options) =>
        settings.HasInfo
            ? [.. Durability(settings), .. Replication(settings, options)]
            :
            [
                (
                    "Redis INFO",
                    "is forbidden, so the configuration of Redis is unknown. Permit INFO, or make sure that maxmemory-policy is "
                    + "noeviction, appendonly is yes, appendfsync is always, and min-replicas-to-write is at least 1 unless there are "
                    + "no replicas."),
            ];

    private static IEnumerable<(string Path, string Weakness)> Durability(ServerSettings settings)
    {
        if (settings.MaxMemoryPolicy is null)
        {
            yield return (
                "Redis parameter maxmemory-policy",
                "cannot be read, so Redis may remove revocations when its memory is full. Make sure that it is noeviction.");
        }

        if (settings.AppendOnly != true)
        {
            yield return (
                "Redis parameter appendonly",
                "is not yes, so a restart loses revocations and used one-time tokens. Set appendonly to yes and appendfsync to always.");
        }
        else if (settings.AppendFsync is null)
        {
            yield return (
                "Redis parameter appendfsync",
                "cannot be read, because the connection has no allowAdmin=true or Redis forbids CONFIG GET. Permit it, or make sure that "
                + "the value is always: otherwise a crash loses acknowledged revocations.");
        }
        else if (settings.AppendFsync != "always")
        {
            yield return (
                "Redis parameter appendfsync",
                $"is {settings.AppendFsync}, so a crash loses acknowledged revocations. Set it to always.");
        }
        else if (settings.NoFsyncOnRewrite == "yes")
        {
            yield return (
                "Redis parameter no-appendfsync-on-rewrite",
                "is yes, so a crash during a rewrite of the file loses acknowledged revocations. Set it to no.");
        }
    }

    private static IEnumerable<(string Path, string Weakness)> Replication(ServerSettings settings, RedisStoreOptions options)
    {
        var hasReplicas = settings.Replicas > 0 || settings.IsCluster || settings.RequiresReplicas;
        if (options.SingleNode && hasReplicas)
        {
            yield return (
                "RedisStoreOptions.SingleNode",
                "is true, but Redis has replicas or is a cluster, so a failover can lose revocations. Set it to false, and set "
                + "min-replicas-to-write to at least 1.");
        }
        else if (!options.SingleNode && !settings.RequiresReplicas)
        {
            yield return (
                "Redis parameter min-replicas-to-write",
                "or min-replicas-max-lag is 0, so a primary that a failover has replaced can still answer, and revocations then have no "
                + "effect. Set both to at least 1, or set RedisStoreOptions.SingleNode to true if there are no replicas and no failover.");
        }

        if (hasReplicas && !options.SingleNode && options.WaitForReplicas == 0)
        {
            yield return (
                "RedisStoreOptions.WaitForReplicas",
                "is 0, so a failover loses acknowledged revocations that no replica has received. Set it to at least 1.");
        }
    }
}
