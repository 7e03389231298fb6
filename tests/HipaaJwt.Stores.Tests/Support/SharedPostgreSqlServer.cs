[assembly: AssemblyFixture(typeof(HipaaJwt.Stores.Tests.Support.SharedPostgreSqlServer))]

namespace HipaaJwt.Stores.Tests.Support;

/// <summary>One server for all tests that use a schema of their own. It starts with the first of them.</summary>
public sealed class SharedPostgreSqlServer : IAsyncDisposable
{
    private readonly Lazy<Task<PostgreSqlServer>> _server = new(() => PostgreSqlServer.StartNewAsync());

    /// <summary>Gets the server, or skips the test if PostgreSQL is not installed.</summary>
    public Task<PostgreSqlServer> GetAsync()
    {
        PostgreSqlBinaries.SkipIfMissing();
        return _server.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
