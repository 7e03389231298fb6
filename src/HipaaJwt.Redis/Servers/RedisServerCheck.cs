using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace HipaaJwt.Redis.Servers;

/// <summary>Reads the configuration of the server, warns of weaknesses, and rejects a server that loses entries without notice.</summary>
internal sealed class RedisServerCheck
{
    private readonly ILogger _logger;
    private string? _reported;

    public RedisServerCheck(ILogger logger) => _logger = logger;

    /// <summary>Checks the primary of the keys. Only one check runs at a time.</summary>
    /// <exception cref="OptionsValidationException">The server is not usable.</exception>
    public async Task RunAsync(IConnectionMultiplexer multiplexer, RedisKeys keys, RedisStoreOptions options)
    {
        var settings = await ReadAsync(multiplexer, keys).ConfigureAwait(false);
        string[] problems = [.. ServerRules.Problems(settings)];
        if (problems.Length > 0)
        {
            Report(string.Join(' ', problems));
            throw new OptionsValidationException(Microsoft.Extensions.Options.Options.DefaultName, typeof(RedisStoreOptions), problems);
        }

        foreach (var (path, weakness) in ServerRules.Weaknesses(settings, options))
        {
            Log.Weakness(_logger, path, weakness);
        }
    }

    private static async Task<ServerSettings> ReadAsync(IConnectionMultiplexer multiplexer, RedisKeys keys)
    {
        var info = await TryAsync(() => ReadInfoAsync(multiplexer, keys)).ConfigureAwait(false);
        var config = await TryAsync(() => ReadConfigAsync(multiplexer, keys)).ConfigureAwait(false);
        return new ServerSettings(info, config);
    }

    /// <summary>Reads by a script, because the driver permits INFO only to connections with <c>allowAdmin</c>.</summary>
    private static async Task<string?> ReadInfoAsync(IConnectionMultiplexer multiplexer, RedisKeys keys) =>
        (string?)await multiplexer.GetDatabase()
            .ScriptEvaluateAsync("return redis.call('INFO')", [keys.Head], flags: CommandFlags.DemandMaster)
            .ConfigureAwait(false);

    /// <summary>Reads the parameters one by one, because Redis 6 accepts only one name. Scripts may not read them.</summary>
    private static async Task<Dictionary<string, string>?> ReadConfigAsync(IConnectionMultiplexer multiplexer, RedisKeys keys)
    {
        var endpoint = await multiplexer.GetDatabase().IdentifyEndpointAsync(keys.Head, CommandFlags.DemandMaster).ConfigureAwait(false)
            ?? throw new RedisException("No primary was found.");
        var server = multiplexer.GetServer(endpoint);
        Dictionary<string, string> values = [];
        foreach (var name in ServerSettings.ConfigNames)
        {
            foreach (var (key, value) in await server.ConfigGetAsync(name).ConfigureAwait(false))
            {
                values[key] = value;
            }
        }

        return values;
    }

    /// <summary>
    /// Runs a command that the connection or a managed service may forbid. Other failures are thrown, so that the check is repeated.
    /// </summary>
    private static async Task<T?> TryAsync<T>(Func<Task<T?>> command)
        where T : class
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (RedisCommandException)
        {
            return null;
        }
        catch (RedisServerException exception) when (exception.Kind
            is RedisErrorKind.NoPermission or RedisErrorKind.NotPermitted or RedisErrorKind.UnknownCommand or RedisErrorKind.UnknownError)
        {
            return null;
        }
    }

    /// <summary>Logs a problem once, because the check is repeated at each command.</summary>
    private void Report(string problem)
    {
        if (Interlocked.Exchange(ref _reported, problem) != problem)
        {
            Log.Unusable(_logger, problem);
        }
    }
}
