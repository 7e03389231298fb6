using System.CommandLine;
using System.CommandLine.Parsing;
using System.Data.Common;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HipaaJwt.Tool.Verification;

/// <summary>Where the log is that a command verifies: a directory, a PostgreSQL database, or an SQLite file.</summary>
internal sealed class LogSource
{
    private const string Choice = "Name one log: a directory, --connection or --sqlite.";

    private readonly Argument<string?> _directory = new("directory")
    {
        Description = "The directory of the audit log, which contains a directory for each stream.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _connection = new("--connection")
    {
        Description =
            "Instead of a directory: the connection string of a PostgreSQL database. Give the password in PGPASSWORD or PGPASSFILE.",
        HelpName = "CONNECTION",
    };

    private readonly Option<string?> _schema = new("--schema")
    {
        Description = "The schema of the audit log in PostgreSQL; hipaajwt_audit by default.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _sqlite = new("--sqlite")
    {
        Description = "Instead of a directory: the SQLite file of the audit log.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_directory);
        command.Options.Add(_connection);
        command.Options.Add(_schema);
        command.Options.Add(_sqlite);
        command.Validators.Add(result =>
        {
            string?[] named = [result.GetValue(_directory), result.GetValue(_connection), result.GetValue(_sqlite)];
            if (named.Count(log => log is not null) != 1)
            {
                result.AddError(Choice);
            }
        });
    }

    /// <summary>Verifies the log that a command line names.</summary>
    public async Task<Found<AuditLogVerification>> VerifyAsync(
        ParseResult parsed, AuditLogVerifier verifier, IProgress<AuditLogProgress>? progress, CancellationToken cancellation)
    {
        switch (parsed.GetValue(_directory), parsed.GetValue(_connection), parsed.GetValue(_sqlite))
        {
            case ({ } directory, null, null):
                return await verifier.VerifyAsync(directory, progress, cancellation).ConfigureAwait(false);
            case (null, { } connection, null):
                return await VerifyPostgreSqlAsync(connection, parsed.GetValue(_schema), verifier, progress, cancellation)
                    .ConfigureAwait(false);
            case (null, null, { } file):
                return await VerifySqliteAsync(file, verifier, progress, cancellation).ConfigureAwait(false);
            default:
                return Failure.Usage(Choice);
        }
    }

    /// <returns>The failure if the command line does not name one log that can exist; otherwise null.</returns>
    public Failure? Check(ParseResult parsed) =>
        (parsed.GetValue(_directory), parsed.GetValue(_connection), parsed.GetValue(_sqlite)) switch
        {
            ({ } directory, null, null) => LogDirectory.Check(directory),
            (null, not null, null) => null,
            (null, null, { } file) => File.Exists(file) ? null : Failure.NotFound($"the file {file} does not exist."),
            _ => Failure.Usage(Choice),
        };

    private static async Task<Found<AuditLogVerification>> VerifyPostgreSqlAsync(
        string connection,
        string? schema,
        AuditLogVerifier verifier,
        IProgress<AuditLogProgress>? progress,
        CancellationToken cancellation)
    {
        NpgsqlDataSource source;
        try
        {
            source = new NpgsqlSlimDataSourceBuilder(connection).Build();
        }
        catch (ArgumentException)
        {
            return Failure.Usage(
                "--connection is not a connection string of PostgreSQL, such as Host=db.hospital.example;Database=clinic.");
        }

        await using var disposal = source.ConfigureAwait(false);
        var options = new PostgreSqlAuditLogOptions();
        options.Schema = schema ?? options.Schema;
        return await ReadAsync(
            () => verifier.VerifyAsync(new PostgreSqlAuditLogDatabase(source, options), progress, cancellation)).ConfigureAwait(false);
    }

    private static async Task<Found<AuditLogVerification>> VerifySqliteAsync(
        string file, AuditLogVerifier verifier, IProgress<AuditLogProgress>? progress, CancellationToken cancellation)
    {
        using var database = new SqliteAuditLogDatabase(new SqliteAuditLogOptions { Path = file, ApplySchema = false });
        return await ReadAsync(() => verifier.VerifyAsync(database, progress, cancellation)).ConfigureAwait(false);
    }

    /// <summary>Reads a database. The messages of drivers may contain data, so only the reason is shown.</summary>
    private static async Task<Found<AuditLogVerification>> ReadAsync(Func<Task<AuditLogVerification>> verify)
    {
        try
        {
            return await verify().ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            return Failure.NotFound(
                $"the database cannot be read: {(exception.SqlState is { } state ? $"SQLSTATE {state}" : exception.GetType().Name)}.");
        }
        catch (OptionsValidationException exception)
        {
            return Failure.NotFound(exception.Message);
        }
    }
}
