using HipaaJwt.Sqlite.Files;
using HipaaJwt.Sqlite.Schema;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Sqlite.Database;

/// <summary>
/// Runs transactions on the file, and opens it again if it was deleted or replaced. Calls block their thread. Thread-safe: one caller
/// writes and one reads at a time.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>The number of times that a call opens the file again.</summary>
    private const int MaxReopens = 2;

    private readonly DatabasePaths _paths;
    private readonly FileStampReader _stamps;
    private readonly DatabaseOpener _opener;
    private readonly CallGate _writes = new();
    private readonly CallGate _reads = new();
    private volatile OpenDatabase? _open;

    public SqliteDatabase(IOptions<SqliteStoreOptions> options)
        : this(options.Value.Path, options.Value.ApplySchema, SqliteSchema.Stores)
    {
    }

    internal SqliteDatabase(string path, bool applySchema, SqliteSchema schema)
    {
        _paths = new DatabasePaths(path);
        _stamps = new FileStampReader(_paths.Database);
        _opener = new DatabaseOpener(_paths, _stamps, applySchema, schema);
    }

    /// <summary>Runs a call, unless the file was deleted or replaced.</summary>
    private delegate bool Attempt<TResult>(OpenDatabase open, out TResult result);

    /// <summary>Opens the file unless it is open.</summary>
    public void Open(CancellationToken cancellationToken)
    {
        if (_open is null)
        {
            Reopen(null, cancellationToken);
        }
    }

    /// <summary>Runs queries that see one state of the database.</summary>
    public TResult Read<TResult>(Func<SqliteSession, TResult> queries, CancellationToken cancellationToken) => Run(
        _reads, (OpenDatabase open, out TResult result) => TryRead(open, queries, cancellationToken, out result), cancellationToken);

    /// <summary>Runs statements in one transaction, and returns after it is durable.</summary>
    public TResult Write<TResult>(Func<SqliteSession, TResult> statements, CancellationToken cancellationToken) => Run(
        _writes, (OpenDatabase open, out TResult result) => TryWrite(open, statements, cancellationToken, out result), cancellationToken);

    public void Dispose()
    {
        _open?.Close();
        _open = null;
        _writes.Dispose();
        _reads.Dispose();
    }

    private static bool TryRead<TResult>(
        OpenDatabase open, Func<SqliteSession, TResult> queries, CancellationToken cancellationToken, out TResult result)
    {
        try
        {
            open.Reader.BeginRead();
            var isVerified = open.Verify(open.Reader);
            result = isVerified ? queries(open.Reader) : default!;
            open.Reader.Commit();
            return isVerified;
        }
        catch
        {
            open.Recover(open.Reader);
            throw;
        }
    }

    private static bool TryWrite<TResult>(
        OpenDatabase open, Func<SqliteSession, TResult> statements, CancellationToken cancellationToken, out TResult result)
    {
        open.Writer.BeginWrite(cancellationToken);
        try
        {
            result = default!;
            if (!open.Verify(open.Writer))
            {
                open.Writer.Rollback();
                return false;
            }

            open.Writer.BeginGeneration();
            result = statements(open.Writer);
            open.Writer.Commit();
            open.Writer.ConfirmGeneration();
        }
        catch
        {
            open.Recover(open.Writer);
            throw;
        }

        if (!open.IsAtPath)
        {
            throw new IOException("The SQLite file was replaced during a write, so it is unknown whether the write is in the new file.");
        }

        open.CopyLongLog();
        return true;
    }

    private TResult Run<TResult>(CallGate gate, Attempt<TResult> attempt, CancellationToken cancellationToken)
    {
        for (var reopens = 0; reopens <= MaxReopens; reopens++)
        {
            var open = _open;
            if (open is { HasFailed: false })
            {
                using var turn = gate.Enter(cancellationToken);
                if (open == _open && attempt(open, out var result))
                {
                    return result;
                }
            }

            Reopen(open, cancellationToken);
        }

        throw new IOException("The SQLite file is being replaced.");
    }

    /// <summary>Opens the file again, unless another caller has done so.</summary>
    private void Reopen(OpenDatabase? seen, CancellationToken cancellationToken)
    {
        using var write = _writes.Enter(cancellationToken);
        using var read = _reads.Enter(cancellationToken);
        if (_open == seen)
        {
            _open = null;
            seen?.Dispose();
            _open = _opener.Open(cancellationToken);
        }
    }
}
