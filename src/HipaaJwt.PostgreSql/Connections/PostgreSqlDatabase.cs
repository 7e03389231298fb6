using HipaaJwt.PostgreSql.Schema;
using Npgsql;

namespace HipaaJwt.PostgreSql.Connections;

/// <summary>Opens connections to the database, and checks it before the first use. Thread-safe.</summary>
internal sealed class PostgreSqlDatabase
{
    private readonly ConnectionOpener _connections;
    private readonly SchemaCheck _check;
    private volatile bool _isChecked;

    public PostgreSqlDatabase(DataSourceProvider source, SchemaCheck check)
    {
        // Only the primary has the last revocations.
        _connections = new ConnectionOpener(source.DataSource);
        _check = check;
    }

    /// <summary>Opens a connection. Until the check of the database has succeeded, each call repeats it.</summary>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await _connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (_isChecked)
        {
            return connection;
        }

        try
        {
            await _check.RunAsync(connection, cancellationToken).ConfigureAwait(false);
            _isChecked = true;
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
