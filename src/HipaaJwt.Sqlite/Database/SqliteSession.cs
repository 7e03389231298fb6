using HipaaJwt.Sqlite.Files;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HipaaJwt.Sqlite.Database;

/// <summary>A connection with its prepared commands and what was last verified on it. One caller at a time uses it.</summary>
internal sealed class SqliteSession : IDisposable
{
    /// <summary>The mode of a checkpoint that only counts pages: <c>SQLITE_CHECKPOINT_NOOP</c>, since SQLite 3.51.</summary>
    private const int CountOnly = -1;

    /// <summary>
    /// The time between two attempts to begin a write. SQLite's own waits grow to 100 ms, so a process that writes without pause would
    /// keep others out.
    /// </summary>
    private static readonly TimeSpan BusyPollInterval = TimeSpan.FromMilliseconds(1);

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private readonly Dictionary<string, PreparedStatement> _statements = [];

    private readonly PreparedStatement _begin;
    private readonly PreparedStatement _beginImmediate;
    private readonly PreparedStatement _commit;
    private readonly PreparedStatement _rollback;

    public SqliteSession(SqliteConnection connection)
    {
        _connection = connection;
        _begin = new PreparedStatement(connection, "BEGIN");
        _beginImmediate = new PreparedStatement(connection, "BEGIN IMMEDIATE");
        _commit = new PreparedStatement(connection, "COMMIT");
        _rollback = new PreparedStatement(connection, "ROLLBACK");
    }

    /// <summary>The state of the file for which the write-ahead log was last verified.</summary>
    public FileStamp? Verified { get; private set; }

    /// <summary>The generation that the next write must set; null if it is set already.</summary>
    public int? NextGeneration { get; private set; }

    /// <summary>Gets a prepared command. Its parameters keep their values from one use to the next.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="parameters">The names of its parameters.</param>
    public SqliteCommand Command(string statement, params ReadOnlySpan<string> parameters)
    {
        if (!_commands.TryGetValue(statement, out var command))
        {
            command = _connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants of this package.
            command.CommandText = statement;
#pragma warning restore CA2100
            foreach (var parameter in parameters)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
            }

            command.Prepare();
            _commands.Add(statement, command);
        }

        return command;
    }

    /// <summary>Gets a prepared statement without results, for each row of a batch.</summary>
    public PreparedStatement Statement(string text)
    {
        if (!_statements.TryGetValue(text, out var statement))
        {
            statement = new PreparedStatement(_connection, text);
            _statements.Add(text, statement);
        }

        return statement;
    }

    /// <summary>Begins a transaction that reads one state of the database.</summary>
    public void BeginRead() => _begin.Run();

    /// <summary>Begins a transaction that no other process can write beside.</summary>
    /// <param name="cancellationToken">Ends the wait for other processes.</param>
    public void BeginWrite(CancellationToken cancellationToken)
    {
        raw.sqlite3_busy_timeout(_connection.Handle!, 0);
        while (!_beginImmediate.TryRun())
        {
            cancellationToken.WaitHandle.WaitOne(BusyPollInterval);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Commit() => _commit.Run();

    public void Rollback() => _rollback.Run();

    /// <summary>Ends the transaction, if there is one, without an exception. The connection must be closed then.</summary>
    public void Abandon()
    {
        Verified = null;
        raw.sqlite3_exec(_connection.Handle!, "ROLLBACK");
    }

    /// <summary>Reads the header of the database, with the write-ahead log.</summary>
    public FileHeader ReadHeader() => SqliteConnections.ReadHeader(_connection);

    /// <summary>Notes that the write-ahead log belongs to the file.</summary>
    /// <param name="stamp">The state of the file.</param>
    /// <param name="nextGeneration">The generation that the next write must set; null if it is set already.</param>
    public void SetVerified(FileStamp stamp, int? nextGeneration)
    {
        Verified = stamp;
        NextGeneration = nextGeneration;
    }

    /// <summary>Begins the next generation of the write-ahead log if this is the first write since the file has changed.</summary>
    public void BeginGeneration()
    {
        if (NextGeneration is { } generation)
        {
            _connection.Execute(FormattableString.Invariant($"PRAGMA user_version = {generation}"));
        }
    }

    /// <summary>Notes that the write, and with it the generation, is committed.</summary>
    public void ConfirmGeneration() => NextGeneration = null;

    /// <summary>
    /// Copies the write-ahead log into the file if it is long and no other process is using it. The log must be verified.
    /// </summary>
    /// <param name="maxPages">The number of pages from which the log is long.</param>
    public void CopyLongLog(int maxPages)
    {
        // The log keeps its size and is overwritten from its beginning: this is faster than to let it grow again.
        var result = raw.sqlite3_wal_checkpoint_v2(_connection.Handle!, "main", CountOnly, out var pages, out _);
        if (result != raw.SQLITE_OK || pages > maxPages)
        {
            raw.sqlite3_wal_checkpoint_v2(_connection.Handle!, "main", raw.SQLITE_CHECKPOINT_RESTART, out _, out _);
        }
    }

    /// <summary>Lets the last connection copy the write-ahead log into the file when it closes. The log must be verified.</summary>
    public void CopyLogOnClose() => SqliteConnections.SetKeepsLogOnClose(_connection, false);

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _begin.Dispose();
        _beginImmediate.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _connection.Dispose();
    }
}
