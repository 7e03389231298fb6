using HipaaJwt.Sqlite.Files;
using Microsoft.Data.Sqlite;

namespace HipaaJwt.Sqlite.Database;

/// <summary>A file that is open: one connection that writes, and one that reads.</summary>
internal sealed class OpenDatabase : IDisposable
{
    /// <summary>The number of pages of 4 KiB in the write-ahead log from which it is copied into the file.</summary>
    private const int MaxLogPages = 1_000;

    /// <summary>The number of commits after which the pages are counted.</summary>
    private const int CommitsPerCheck = 64;

    private readonly string _path;
    private readonly FileStampReader _files;
    private readonly FileStampReader[] _companions;
    private readonly FileStamp?[] _openedCompanions = new FileStamp?[2];
    private readonly FileStamp _file;
    private volatile FileHeader? _header;
    private int _commits;

    /// <param name="paths">The paths of the files.</param>
    /// <param name="files">Reads the state of the file.</param>
    /// <param name="file">The state of the file before it was opened.</param>
    /// <param name="writer">The connection that writes.</param>
    /// <param name="reader">The connection that reads.</param>
    public OpenDatabase(DatabasePaths paths, FileStampReader files, FileStamp file, SqliteSession writer, SqliteSession reader)
    {
        _path = paths.Database;
        _files = files;
        _companions = [new FileStampReader(paths.WriteAheadLog), new FileStampReader(paths.SharedMemory)];
        _file = file;
        Writer = writer;
        Reader = reader;
    }

    public SqliteSession Writer { get; }

    public SqliteSession Reader { get; }

    /// <summary>Whether a connection is in an unknown state, so that the file must be opened again.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether the file at the path is still the one that was opened.</summary>
    public bool IsAtPath => _files.Read() is { } file && file.IsSameFile(_file);

    /// <summary>Whether SQLite's files are still at their paths. It keeps them as long as a connection is open.</summary>
    private bool AreCompanionsAtPath
    {
        get
        {
            for (var index = 0; index < _companions.Length; index++)
            {
                if (_companions[index].Read() is not { } companion
                    || (companion.HasNumber && !companion.IsSameFile(_openedCompanions[index] ??= companion)))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Verifies the file and its write-ahead log for the first time, when it was opened.</summary>
    public bool VerifyOpened()
    {
        Writer.BeginRead();
        var isVerified = Verify(Writer);
        Writer.Commit();
        return isVerified;
    }

    /// <summary>
    /// Whether the file at the path is the one that was opened, and nobody has overwritten it. A transaction of the session must be active.
    /// </summary>
    public bool Verify(SqliteSession session) =>
        _files.Read() is { } file
        && file.IsSameFile(_file)
        && (session.Verified == file || VerifyHeader(session, file))
        && AreCompanionsAtPath;

    /// <summary>Ends the transaction of a session after an exception.</summary>
    public void Recover(SqliteSession session)
    {
        HasFailed = true;
        session.Abandon();
    }

    /// <summary>Copies a long write-ahead log into the file. The log was verified by the write before.</summary>
    public void CopyLongLog()
    {
        if (++_commits % CommitsPerCheck == 0)
        {
            Writer.CopyLongLog(MaxLogPages);
        }
    }

    /// <summary>
    /// Closes the connections. If no other process has the file open, SQLite copies the write-ahead log into it and deletes the log.
    /// </summary>
    public void Close()
    {
        try
        {
            if (!HasFailed && VerifyOpened())
            {
                Reader.CopyLogOnClose();
                Writer.CopyLogOnClose();
            }
        }
        catch (Exception exception) when (exception is SqliteException or IOException)
        {
            // The log remains beside the file, and the next start reads it.
        }

        Dispose();
    }

    /// <summary>Closes the connections without writing to the file.</summary>
    public void Dispose()
    {
        Reader.Dispose();
        Writer.Dispose();
    }

    /// <summary>The file changes when the write-ahead log is copied into it, and when somebody overwrites it.</summary>
    private bool VerifyHeader(SqliteSession session, FileStamp stamp)
    {
        var earlier = _header;
        var header = SqliteConnections.ReadHeaderOfFile(_path);
        var withLog = session.ReadHeader();
        if (!header.IsContinuedBy(withLog) || (earlier is not null && !header.CanFollow(earlier)))
        {
            return false;
        }

        _header = header;
        session.SetVerified(stamp, withLog.Generation == header.Generation ? header.NextGeneration : null);
        return true;
    }
}
