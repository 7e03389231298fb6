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
        var endpoint = await multiplexer.GetDatabase().IdentifyEndpointAsync(keys.Head, CommandFlags.DemandMaster).ConfigureAwait(false)
            ?? throw new RedisException("No primary was found.");
        var server = multiplexer.GetServer(endpoint);
        var info = await TryAsync(() => server.InfoRawAsync()).ConfigureAwait(false);
        var config = await TryAsync(() => ReadConfigAsync(server)).ConfigureAwait(false);
        return new ServerSettings(info, config);
    }

    /// <summary>
    /// Reads the parameters one by one: Redis 6 accepts only one name. The command is sent as text, because the driver permits CONFIG only
    /// to connections of administrators.
    /// </summary>
    private static async Task<Dictionary<string, string>?> ReadConfigAsync(IServer server)
    {
        Dictionary<string, string> values = [];
        foreach (var name in ServerSettings.ConfigNames)
        {
            var reply = await server.ExecuteAsync("CONFIG", "GET", name).ConfigureAwait(false);
            if (reply.ToDictionary().TryGetValue(name, out var value))
            {
                values[name] = value.ToString();
            }
        }

        return values;
    }

    /// <summary>Runs a command that managed services may forbid. Other failures are thrown, so that the check is repeated.</summary>
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
