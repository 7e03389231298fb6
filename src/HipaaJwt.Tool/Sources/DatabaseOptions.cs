using System.CommandLine;
using HipaaJwt.Tool.Results;
using Npgsql;

namespace HipaaJwt.Tool.Sources;

/// <summary>The options that name an audit log in a PostgreSQL database or in an SQLite file.</summary>
internal sealed class DatabaseOptions
{
    private readonly Option<string?> _connection;
    private readonly Option<string?> _sqlite;

    private readonly Option<string?> _schema = new("--schema")
    {
        Description = "The schema of the audit log in PostgreSQL; hipaajwt_audit by default.",
        HelpName = "NAME",
    };

    /// <param name="role">What the database is for the command, such as "Instead of a directory".</param>
    public DatabaseOptions(string role)
    {
        _connection = new Option<string?>("--connection")
        {
            Description = $"{role}: the connection string of a PostgreSQL database. Give the password in PGPASSWORD or PGPASSFILE.",
            HelpName = "CONNECTION",
        };
        _sqlite = new Option<string?>("--sqlite")
        {
            Description = $"{role}: the SQLite file of the audit log.",
            HelpName = "FILE",
        };
    }

    public IEnumerable<Option> All => [_connection, _schema, _sqlite];

    /// <summary>The number of databases that a command line names.</summary>
    public int CountOf(Func<Option<string?>, string?> value) => (value(_connection) is null ? 0 : 1) + (value(_sqlite) is null ? 0 : 1);

    /// <returns>The failure if the file that the command line names does not exist; otherwise null.</returns>
    public Failure? Check(ParseResult parsed) => parsed.GetValue(_sqlite) is { } file && !File.Exists(file)
        ? Failure.NotFound($"the file {file} does not exist.")
        : null;

    /// <summary>Opens the database that a command line names. It reads nothing.</summary>
    public Found<OpenDatabase> Open(ParseResult parsed)
    {
        if (parsed.GetValue(_sqlite) is { } file)
        {
#pragma warning disable CA2000 // The result disposes it.
            var database = new SqliteAuditLogDatabase(new SqliteAuditLogOptions { Path = file, ApplySchema = false });
#pragma warning restore CA2000
            return new OpenDatabase(database, database, null);
        }

        return parsed.GetValue(_connection) is { } connection
            ? OpenPostgreSql(connection, parsed.GetValue(_schema))
            : Failure.Usage("Name a database with --connection or --sqlite.");
    }

    private static Found<OpenDatabase> OpenPostgreSql(string connection, string? schema)
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

        var options = new PostgreSqlAuditLogOptions();
        options.Schema = schema ?? options.Schema;
        return new OpenDatabase(new PostgreSqlAuditLogDatabase(source, options), null, source);
    }
}
