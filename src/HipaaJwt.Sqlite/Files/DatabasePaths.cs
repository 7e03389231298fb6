namespace HipaaJwt.Sqlite.Files;

/// <summary>The files of a database: the file itself, and those that SQLite and this package put next to it.</summary>
internal sealed class DatabasePaths
{
    /// <summary>The time between two attempts to get the lock.</summary>
    private static readonly TimeSpan LockPollInterval = TimeSpan.FromMilliseconds(5);

    public DatabasePaths(string path) => Database = Path.GetFullPath(path);

    public string Database { get; }

    public string Folder => Path.GetDirectoryName(Database)!;

    /// <summary>The write-ahead log: what was committed and is not in the file yet.</summary>
    public string WriteAheadLog => Target + "-wal";

    /// <summary>The index of the write-ahead log, which processes share.</summary>
    public string SharedMemory => Target + "-shm";

    private string LockFile => Database + "-lock";

    /// <summary>The file itself if the path is a symbolic link. SQLite puts its files next to it.</summary>
    private string Target => File.ResolveLinkTarget(Database, returnFinalTarget: true)?.FullName ?? Database;

    /// <summary>Creates an empty file that only the user of the process can read.</summary>
    public void CreateDatabase() => Open(Database, FileMode.CreateNew, FileShare.ReadWrite).Dispose();

    /// <summary>Deletes the write-ahead log, because it belongs to another file that was here before.</summary>
    public void DiscardWriteAheadLog()
    {
        File.Delete(WriteAheadLog);
        File.Delete(SharedMemory);
    }

    /// <summary>Waits until no other process opens or replaces the files.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lock. It ends with the process, too.</returns>
    public FileStream Lock(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return Open(LockFile, FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
            {
                cancellationToken.WaitHandle.WaitOne(LockPollInterval);
            }
        }
    }

    private static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
