using System.Transactions;
using HipaaJwt.PostgreSql.Schema;
using Npgsql;

namespace HipaaJwt.PostgreSql.Connections;

/// <summary>Opens connections to the database, and checks it before the first use. Thread-safe.</summary>
internal sealed class PostgreSqlDatabase
{
    private readonly NpgsqlDataSource _source;
    private readonly SchemaCheck _check;
    private volatile bool _isChecked;

    public PostgreSqlDatabase(DataSourceProvider source, SchemaCheck check)
    {
        // Only the primary has the last revocations.
        _source = source.DataSource is NpgsqlMultiHostDataSource hosts
            ? hosts.WithTargetSession(TargetSessionAttributes.ReadWrite)
            : source.DataSource;
        _check = check;
    }

    /// <summary>Opens a connection. Until the check of the database has succeeded, each call repeats it.</summary>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenOutsideOfTransactionsAsync(cancellationToken).ConfigureAwait(false);
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

    /// <summary>
    /// A connection enlists in the transaction scope of its caller. The scope could roll an acknowledged revocation back, or commit it
    /// late.
    /// </summary>
    private async ValueTask<NpgsqlConnection> OpenOutsideOfTransactionsAsync(CancellationToken cancellationToken)
    {
        using var scope = Transaction.Current is null
            ? null
            : new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
    }
}
