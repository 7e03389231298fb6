using HipaaJwt.Sqlite.Database;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Sqlite.Stores;

/// <summary>Opens the file when the host starts.</summary>
internal sealed class SqliteStoreInitializer : IStoreInitializer
{
    /// <summary>The time for which the start waits for another process that opens the file.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;

    public SqliteStoreInitializer(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

#pragma warning disable CA1031 // A file that cannot be opened now must not stop the start. Each call tries again.
    public ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            _database.Open(limit.Token);
        }
        catch (Exception exception) when (exception is not OptionsValidationException && !cancellationToken.IsCancellationRequested)
        {
            // Requests are rejected as unavailable, and the state of the reads is logged, until the file can be opened.
        }

        return ValueTask.CompletedTask;
    }
#pragma warning restore CA1031
}
