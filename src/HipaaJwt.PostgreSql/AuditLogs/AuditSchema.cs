using HipaaJwt.PostgreSql.Commands;
using HipaaJwt.PostgreSql.Schema;
using Npgsql;

namespace HipaaJwt.PostgreSql.AuditLogs;

/// <summary>Checks that the server keeps what it commits, and that the tables of the audit log exist.</summary>
internal sealed class AuditSchema
{
    private const int Version = 1;

    private readonly AuditStatements _sql;
    private readonly bool _mayApply;

    public AuditSchema(AuditStatements sql, bool mayApply)
    {
        _sql = sql;
        _mayApply = mayApply;
    }

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The server or its tables must not be used.</exception>
    /// <exception cref="ReadOnlyServerException">The server is a standby or read-only.</exception>
    public async ValueTask CheckAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await CheckServerAsync(connection, cancellationToken).ConfigureAwait(false);
        var version = await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false);
        if (version == 0 && _mayApply)
        {
            await ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
            version = await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false);
        }

        if (version != Version)
        {
            throw version == 0 ? AuditProblems.Missing(_sql.QuotedSchema) : AuditProblems.Newer(_sql.QuotedSchema, version);
        }

        if (!await ReadAsync<bool>(connection, _sql.Grants, cancellationToken).ConfigureAwait(false))
        {
            throw AuditProblems.MissingGrants(_sql.QuotedSchema);
        }
    }

    private static async ValueTask CheckServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = connection.CreateLimitedCommand(AuditStatements.Server);
        await using var disposal = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (reader.GetBoolean(0))
        {
            throw new ReadOnlyServerException();
        }

        if (reader.GetBoolean(1))
        {
            throw AuditProblems.FsyncOff();
        }

        if (reader.GetBoolean(2))
        {
            throw AuditProblems.SynchronousCommitOff();
        }
    }

    private static async ValueTask<T> ReadAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = connection.CreateLimitedCommand(sql);
        await using var disposal = command.ConfigureAwait(false);
        return (T)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <returns>0 if the tables do not exist.</returns>
    private async ValueTask<int> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync<int>(connection, _sql.Version, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UndefinedTable)
        {
            return 0;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw AuditProblems.MissingGrants(_sql.QuotedSchema);
        }
    }

    /// <summary>Applies the script in one transaction. Another process may have applied it meanwhile.</summary>
    private async ValueTask ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = transaction.ConfigureAwait(false);
        await connection.ExecuteAsync(_sql.SchemaLock, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!await ReadAsync<bool>(connection, _sql.HasVersion, cancellationToken).ConfigureAwait(false))
            {
                foreach (var statement in SchemaScripts.AuditLogStatements(_sql.QuotedSchema))
                {
                    await connection.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (PostgresException exception) when (exception.SqlState.StartsWith("42", StringComparison.Ordinal))
        {
            throw AuditProblems.NotApplied(_sql.QuotedSchema, exception.SqlState);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
