using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HipaaJwt.Sqlite.Database;

/// <summary>
/// A prepared statement without results: one that controls transactions, for which the driver would wait 150 ms before each new attempt
/// if another process writes, or one that runs for each row of a batch, which the driver makes twice as expensive.
/// </summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public PreparedStatement(SqliteConnection connection, string text)
    {
        _connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_connection, text, out _statement));
    }

    /// <summary>Sets a parameter. It keeps its value from one use to the next.</summary>
    /// <param name="parameter">The number of the parameter, from 1.</param>
    /// <param name="value">The value.</param>
    public void SetInt64(int parameter, long value) => Check(raw.sqlite3_bind_int64(_statement, parameter, value));

    /// <inheritdoc cref="SetInt64"/>
    public void SetText(int parameter, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_text(_statement, parameter, value));

    /// <inheritdoc cref="SetInt64"/>
    public void SetBlob(int parameter, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(_statement, parameter, value));

    /// <summary>Runs the statement.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Run()
    {
        var result = Step();
        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }
    }

    /// <summary>Runs the statement.</summary>
    /// <returns>Whether no other connection prevented it.</returns>
    /// <exception cref="SqliteException">It failed for another reason.</exception>
    public bool TryRun()
    {
        var result = Step();
        if (result == raw.SQLITE_DONE)
        {
            return true;
        }

        // The higher bytes tell what the other connection does.
        if ((result & 0xFF) != raw.SQLITE_BUSY)
        {
            Check(result);
        }

        return false;
    }

    public void Dispose() => _statement.Dispose();

    private int Step()
    {
        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        return result;
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _connection);
}
