using HipaaJwt.PostgreSql.Commands;
using Microsoft.Extensions.Options;

using Npgsql;

namespace HipaaJwt.PostgreSql.Schema;

/// <summary>Checks that the server is durable and not read-only, and that the tables have the version of this library.</summary>
internal sealed class SchemaCheck
{
    private readonly PostgreSqlStoreOptions _options;
    private readonly SchemaStatements _sql;

    public SchemaCheck(IOptions<PostgreSqlStoreOptions> options)
    {
        _options = options.Value;
        _sql = new SchemaStatements(_options.Schema);
    }

    /// <summary>Checks the server, and applies the scripts if the options say so.</summary>
    /// <exception cref="OptionsValidationException">The configuration of the server or its tables is wrong.</exception>
    /// <exception cref="ReadOnlyServerException">The server is a standby or read-only.</exception>
    public async ValueTask RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await CheckServerAsync(connection, cancellationToken).ConfigureAwait(false);
        var version = await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false);
        if (version < SchemaScripts.LatestVersion && _options.ApplySchema)
        {
            await ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
            version = await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false);
        }

        CheckVersion(version);
        if (!await HasGrantsAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            throw SchemaProblems.MissingGrants(_sql.QuotedSchema);
        }
    }

    private void CheckVersion(int version)
    {
        if (version < SchemaScripts.LatestVersion)
        {
            throw version == 0 ? SchemaProblems.Missing(_sql.QuotedSchema) : SchemaProblems.Older(_sql.QuotedSchema, version);
        }

        if (version > SchemaScripts.LatestVersion)
        {
            throw SchemaProblems.Newer(_sql.QuotedSchema, version);
        }
    }

    private async ValueTask CheckServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = connection.CreateLimitedCommand(SchemaStatements.Server);
        await using var disposal = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        CheckServer(reader.GetBoolean(0), reader.GetBoolean(1), reader.GetString(2));
    }

    private void CheckServer(bool isReadOnly, bool isWithoutFsync, string isolation)
    {
        if (isReadOnly)
        {
            throw new ReadOnlyServerException();
        }

        if (isWithoutFsync && !_options.AcceptLossOfRevocationsOnCrash)
        {
            throw SchemaProblems.FsyncOff();
        }

        // An append that has waited for another one must see its sequence.
        if (isolation != "read committed")
        {
            throw SchemaProblems.Isolation(isolation);
        }
    }

    /// <summary>Reads the version of the tables.</summary>
    /// <returns>0 if they do not exist.</returns>
    private async ValueTask<int> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = connection.CreateLimitedCommand(_sql.Version);
        await using var disposal = command.ConfigureAwait(false);
        try
        {
            return (int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return 0;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw SchemaProblems.MissingGrants(_sql.QuotedSchema);
        }
    }

    private async ValueTask<bool> HasGrantsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = connection.CreateLimitedCommand(_sql.Grants);
        await using var disposal = command.ConfigureAwait(false);
        try
        {
            return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw SchemaProblems.Missing(_sql.QuotedSchema);
        }
    }

    /// <summary>Whether the schema contains something that the scripts do not expect.</summary>
    private static bool IsProblemOfSchema(PostgresException exception) => exception.SqlState.StartsWith("42", StringComparison.Ordinal);

    /// <summary>
    /// Applies the scripts in one transaction. The lock ends with it, so it also works behind a pooler in transaction mode. Another
    /// instance may have applied them meanwhile.
    /// </summary>
    private async ValueTask ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = transaction.ConfigureAwait(false);
        await connection.ExecuteAsync(_sql.Lock, cancellationToken).ConfigureAwait(false);
        try
        {
            var hasTable = connection.CreateLimitedCommand(_sql.HasVersion);
            await using var commandDisposal = hasTable.ConfigureAwait(false);
            var version = (bool)(await hasTable.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!
                ? await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false)
                : 0;
            foreach (var statement in SchemaScripts.StatementsAfter(version, _sql.QuotedSchema))
            {
                await connection.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw SchemaProblems.MayNotApply(_sql.QuotedSchema);
        }
        catch (PostgresException exception) when (IsProblemOfSchema(exception))
        {
            throw SchemaProblems.ScriptFailed(_sql.QuotedSchema, exception.SqlState);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
