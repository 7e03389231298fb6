using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace HipaaJwt.Redis.Servers;

/// <summary>
/// The Redis of the stores. It connects and checks the configuration of the server before the first command, and tries again at each
/// command until both have succeeded.
/// </summary>
internal sealed class RedisServer : IStoreInitializer
{
    /// <summary>The maximum time for which the start waits for Redis.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(2);

    private readonly SharedAttempt<IConnectionMultiplexer> _checked;
    private readonly IOptions<RedisStoreOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<RedisServer> _logger;
    private readonly Lazy<RedisKeys> _keys;

    public RedisServer(
        Func<IConnectionMultiplexer> connect, IOptions<RedisStoreOptions> options, TimeProvider time, ILogger<RedisServer> logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _keys = new Lazy<RedisKeys>(() => new RedisKeys(options.Value.KeyPrefix));
        var connection = new SharedAttempt<IConnectionMultiplexer>(() => Task.FromResult(connect()));
        var check = new RedisServerCheck(logger);
        _checked = new SharedAttempt<IConnectionMultiplexer>(async () =>
        {
            var multiplexer = await connection.GetAsync().ConfigureAwait(false);
            await check.RunAsync(multiplexer, _keys.Value, options.Value).ConfigureAwait(false);
            return multiplexer;
        });
    }

    public RedisKeys Keys => _keys.Value;

    public RedisStoreOptions Options => _options.Value;

    /// <summary>Gets the connection to a server whose configuration has been checked.</summary>
    public ValueTask<IConnectionMultiplexer> ConnectAsync(CancellationToken cancellationToken)
    {
        var attempt = _checked.GetAsync();
        return new ValueTask<IConnectionMultiplexer>(attempt.IsCompletedSuccessfully ? attempt : attempt.WaitAsync(cancellationToken));
    }

    public async ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        _ = _options.Value;
        try
        {
            await _checked.GetAsync().WaitAsync(StartLimit, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.Unreachable(_logger, exception.GetType().Name);
        }
    }
}
