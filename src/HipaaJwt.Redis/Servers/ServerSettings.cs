using System.Globalization;

namespace HipaaJwt.Redis.Servers;

/// <summary>What the server reports of its configuration. A value is null if the server does not report it.</summary>
internal sealed class ServerSettings
{
    /// <summary>The parameters that <c>INFO</c> does not contain.</summary>
    public static readonly string[] ConfigNames = ["appendfsync", "no-appendfsync-on-rewrite"];

    private readonly Dictionary<string, string>? _info;
    private readonly Dictionary<string, string>? _config;

    /// <param name="info">The answer of <c>INFO</c>; null if the command is forbidden.</param>
    /// <param name="config">The answers of <c>CONFIG GET</c>; null if the command is forbidden.</param>
    public ServerSettings(string? info, Dictionary<string, string>? config)
    {
        _info = info is null ? null : Parse(info);
        _config = config;
    }

    public bool HasInfo => _info is not null;

    public Version? Version => System.Version.TryParse(Info("redis_version"), out var version) ? version : null;

    public long? MaxMemory => Number("maxmemory");

    public string? MaxMemoryPolicy => Info("maxmemory_policy");

    public bool? AppendOnly => Number("aof_enabled") is { } enabled ? enabled != 0 : null;

    public string? AppendFsync => _config?.GetValueOrDefault("appendfsync");

    public string? NoFsyncOnRewrite => _config?.GetValueOrDefault("no-appendfsync-on-rewrite");

    public long Replicas => Number("connected_slaves") ?? 0;

    public bool IsCluster => Number("cluster_enabled") == 1;

    /// <summary>Whether writes fail without replicas: the server then counts its good replicas.</summary>
    public bool RequiresReplicas => Info("min_slaves_good_slaves") is not null;

    private static Dictionary<string, string> Parse(string info)
    {
        Dictionary<string, string> values = [];
        foreach (var line in info.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                values[line[..colon]] = line[(colon + 1)..];
            }
        }

        return values;
    }

    private string? Info(string name) => _info?.GetValueOrDefault(name);

    private long? Number(string name) =>
        long.TryParse(Info(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
