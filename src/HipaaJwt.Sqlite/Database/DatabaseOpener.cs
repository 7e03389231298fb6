using HipaaJwt.Sqlite.Files;
using HipaaJwt.Sqlite.Schema;
using Microsoft.Data.Sqlite;

namespace HipaaJwt.Sqlite.Database;

/// <summary>
/// Opens the file: creates it and upgrades its schema if that is allowed, and discards the write-ahead log of another file.
/// </summary>
internal sealed class DatabaseOpener
{
    private readonly DatabasePaths _paths;
    private readonly FileStampReader _stamps;
    private readonly bool _applySchema;
    private readonly SqliteSchema _schema;

    public DatabaseOpener(DatabasePaths paths, FileStampReader stamps, bool applySchema, SqliteSchema schema)
    {
        _schema = schema;
        _paths = paths;
        _stamps = stamps;
        _applySchema = applySchema;
    }

    /// <summary>Opens the file while no other process opens it.</summary>
    /// <param name="cancellationToken">Ends the wait for other processes.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// The file, its folder or its schema is not usable.
    /// </exception>
    public OpenDatabase Open(CancellationToken cancellationToken)
    {
        RequireFolder();
        try
        {
            using var others = _paths.Lock(cancellationToken);
            if (!File.Exists(_paths.Database))
            {
                Create();
            }

            return TryOpen() ?? OpenWithoutLog();
        }
        catch (UnauthorizedAccessException)
        {
            throw _schema.Problem(
                "Path: the process has no right to write to the SQLite file or its folder. Change the rights or "
                + "the path.");
        }
    }

    private void RequireFolder()
    {
        if (!Directory.Exists(_paths.Folder))
        {
            throw _schema.Problem(
                "Path: the folder of the SQLite file does not exist. Create it, and give the process the right to "
                + "write to it.");
        }

        if (_paths.Database.StartsWith(@"\\", StringComparison.Ordinal) || new DriveInfo(_paths.Folder).DriveType == DriveType.Network)
        {
            throw _schema.Problem(
                "Path: the SQLite file is on a network file system, on which its locks do not work. Use a local disk, "
                + "or a store for several hosts, such as HipaaJwt.PostgreSql.");
        }
    }

    private void Create()
    {
        if (!_applySchema)
        {
            throw _schema.Problem(
                "ApplySchema is false and the SQLite file does not exist. Create it with the scripts of the package, or "
                + "set ApplySchema to true.");
        }

        _paths.CreateDatabase();

        // What a deleted file has left would be taken for a part of the new one.
        _paths.DiscardWriteAheadLog();
    }

    /// <summary>Opens the file after its write-ahead log was discarded. The copy may have been incomplete, so it is checked.</summary>
    private OpenDatabase OpenWithoutLog()
    {
        _paths.DiscardWriteAheadLog();
        var database = TryOpen() ?? throw new IOException("The SQLite file was replaced while it was in use. It is opened again.");
        try
        {
            if (database.Writer.Command("PRAGMA quick_check(1)").ExecuteScalar() as string != "ok")
            {
                throw new IOException("The SQLite file was replaced and is damaged. Restore another copy, or delete it.");
            }

            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <returns>Null if the write-ahead log does not belong to the file.</returns>
    private OpenDatabase? TryOpen()
    {
        var file = _stamps.Read() ?? throw new IOException("The SQLite file was deleted while it was opened.");
        var database = Connect(file);
        var isVerified = false;
        try
        {
            isVerified = database.VerifyOpened();
            return isVerified ? database : null;
        }
        finally
        {
            if (!isVerified)
            {
                database.Dispose();
            }
        }
    }

    private OpenDatabase Connect(FileStamp file)
    {
        var writer = OpenWriter();
        try
        {
            return new OpenDatabase(_paths, _stamps, file, writer, new SqliteSession(SqliteConnections.Open(_paths.Database)));
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private SqliteSession OpenWriter()
    {
        var connection = SqliteConnections.Open(_paths.Database);
        try
        {
            SchemaVersion.Require(connection, _applySchema, _schema);
            connection.Execute("PRAGMA journal_mode = WAL");
            return new SqliteSession(connection);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_NOTADB)
        {
            connection.Dispose();
            throw _schema.Problem(
                "Path: the file is not an SQLite database. Use another path, or delete the file.");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
