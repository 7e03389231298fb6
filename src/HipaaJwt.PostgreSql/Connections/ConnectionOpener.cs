using System.Transactions;
using Npgsql;

namespace HipaaJwt.PostgreSql.Connections;

/// <summary>Opens connections to the primary, outside of transaction scopes. Thread-safe.</summary>
internal sealed class ConnectionOpener
{
    private readonly NpgsqlDataSource _source;

    /// <param name="source">The data source of the application. It is not disposed.</param>
    public ConnectionOpener(NpgsqlDataSource source) =>
        _source = source is NpgsqlMultiHostDataSource hosts ? hosts.WithTargetSession(TargetSessionAttributes.ReadWrite) : source;

    /// <summary>
    /// Opens a connection. It would enlist in the transaction scope of its caller, which could roll an acknowledged commit back, or commit
    /// it late.
    /// </summary>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        using var scope = SuppressTransaction();
        return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a connection like <see cref="OpenAsync"/>, and blocks the thread meanwhile.</summary>
    public NpgsqlConnection Open()
    {
        using var scope = SuppressTransaction();
        return _source.OpenConnection();
    }

    private static TransactionScope? SuppressTransaction() => Transaction.Current is null
        ? null
        : new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
}
