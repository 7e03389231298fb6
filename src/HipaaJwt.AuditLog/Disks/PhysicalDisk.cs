namespace HipaaJwt.AuditLog.Disks;

/// <summary>The file system of the operating system. Thread-safe.</summary>
internal sealed class PhysicalDisk : IDisk
{
    public const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public const UnixFileMode PrivateDirectory = PrivateFile | UnixFileMode.UserExecute;

    public ILogFile Create(string path) => Guard(() => new PhysicalFile(path, FileMode.Create));

    public ILogFile Open(string path) => Guard(() => new PhysicalFile(path, FileMode.Open));

    public Stream OpenRead(string path) =>
        Guard(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1));

    public bool Exists(string path) => File.Exists(path);

    public IReadOnlyList<string> List(string directory) =>
        Guard<IReadOnlyList<string>>(() => [.. Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path))]);

    public void Rename(string from, string to) => Guard(() =>
    {
        File.Move(from, to, overwrite: true);
        return 0;
    });

    public void Delete(string path) => Guard(() =>
    {
        File.Delete(path);
        return 0;
    });

    /// <summary>Windows makes names durable itself and has no call for it.</summary>
    public void SyncDirectory(string directory)
    {
        if (!OperatingSystem.IsWindows())
        {
            PosixCalls.SyncDirectory(directory);
        }
    }

    public FileIdentity? IdentityOf(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return PosixCalls.Status(path, file: null);
        }

        var file = new FileInfo(path);
        return file.Exists ? new FileIdentity(0, 0, 1, file.Length) : null;
    }

    /// <summary>A denied access is a failure of the disk like any other.</summary>
    private static T Guard<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }
}
