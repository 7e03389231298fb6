using HipaaJwt.PostgreSql.Diagnostics;
using HipaaJwt.PostgreSql.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HipaaJwt.PostgreSql.Connections;

/// <summary>Checks the database at the start of the host. If it cannot be reached, its first use checks it.</summary>
internal sealed class StoreInitializer : IStoreInitializer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly PostgreSqlDatabase _database;
    private readonly DataSourceProvider _source;
    private readonly PostgreSqlStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public StoreInitializer(
        PostgreSqlDatabase database,
        DataSourceProvider source,
        IOptions<PostgreSqlStoreOptions> options,
        TimeProvider time,
        ILogger<StoreInitializer> logger)
    {
        _database = database;
        _source = source;
        _options = options.Value;
        _time = time;
        _logger = logger;
    }

    public async ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        CheckDataSource();
        using var timeout = new CancellationTokenSource(Limit, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // A server that does not answer may delay the end of a cancelled call.
            await CheckDatabaseAsync(limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
            if (_options.AcceptLossOfRevocationsOnCrash)
            {
                Log.LossAccepted(_logger);
            }
        }
        catch (PostgresException exception) when (IsRejected(exception))
        {
            throw SchemaProblems.ConnectionRejected(exception.SqlState);
        }
        catch (Exception exception) when (exception is not OptionsValidationException && !cancellationToken.IsCancellationRequested)
        {
            Log.NotChecked(_logger, ReasonOf(exception));
        }
    }

    /// <summary>Whether the server answered that the user, the password or the database is wrong.</summary>
    private static bool IsRejected(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            or PostgresErrorCodes.InvalidCatalogName;

    private static string ReasonOf(Exception exception) =>
        exception is PostgresException postgres ? $"SQLSTATE {postgres.SqlState}" : exception.GetType().Name;

    private async Task CheckDatabaseAsync(CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private void CheckDataSource()
    {
        var settings = new NpgsqlConnectionStringBuilder(_source.DataSource.ConnectionString);
        if (settings.Multiplexing)
        {
            throw SchemaProblems.Multiplexing();
        }

        if (_options.UseNotifications && settings is { Pooling: true, MaxPoolSize: < 2 })
        {
            throw SchemaProblems.PoolTooSmall(settings.MaxPoolSize);
        }
    }
}
