using System.Collections.Concurrent;
using StackExchange.Redis;

namespace HipaaJwt.Stores.Tests.Redis.Support;

/// <summary>One server for the tests of a class. Each test has keys of its own.</summary>
public class RedisFixture : IAsyncLifetime
{
    private readonly string[] _arguments;
    private readonly ConcurrentBag<IConnectionMultiplexer> _connections = [];
    private RedisProcess? _process;

    public RedisFixture()
        : this([])
    {
    }

    protected RedisFixture(string[] arguments) => _arguments = arguments;

    public RedisProcess Process => _process!;

    public virtual async ValueTask InitializeAsync()
    {
        if (RedisProcess.IsInstalled)
        {
            _process = await RedisProcess.StartAsync(_arguments);
        }
    }

    public IConnectionMultiplexer Connect(string options = "")
    {
        var connection = ConnectionMultiplexer.Connect(Process.Configuration + options);
        _connections.Add(connection);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
