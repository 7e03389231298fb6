using HipaaJwt.AuditLog.Disks;

namespace HipaaJwt.Fhir.Cursors;

/// <summary>Writes files that only the user of the process may read, durably.</summary>
internal static class PrivateFiles
{
    private const string NewExtension = ".new";
    private const byte LineFeed = (byte)'\n';

    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new FileStream(path, options);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>Replaces a file in one step: after a crash it has either the old or the new contents.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> contents)
    {
        using (var file = Open(path + NewExtension, FileMode.Create, FileShare.None))
        {
            file.Write(contents);
            Sync(file);
        }

        File.Move(path + NewExtension, path, overwrite: true);
        SyncDirectoryOf(path);
    }

    /// <summary>Opens a file of lines to append to it. An unfinished last line, which a crash left, is removed.</summary>
    public static FileStream OpenLines(string path)
    {
        var file = Open(path, FileMode.OpenOrCreate, FileShare.Read);
        var end = file.Length;
        Span<byte> last = stackalloc byte[1];
        for (; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.Read(last) == 1 && last[0] == LineFeed)
            {
                break;
            }
        }

        file.SetLength(end);
        file.Position = end;
        SyncDirectoryOf(path);
        return file;
    }

    public static void Sync(FileStream file)
    {
        if (OperatingSystem.IsWindows())
        {
            RandomAccess.FlushToDisk(file.SafeFileHandle);
        }
        else
        {
            PosixCalls.Sync(file.SafeFileHandle);
        }
    }

    /// <summary>Windows makes names durable itself and has no call for it.</summary>
    private static void SyncDirectoryOf(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            PosixCalls.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
    }
}
