using Microsoft.Win32.SafeHandles;

namespace HipaaJwt.AuditLog.Disks;

/// <summary>An open file of the operating system.</summary>
internal sealed class PhysicalFile : ILogFile
{
    private readonly SafeFileHandle _handle;

    public PhysicalFile(string path, FileMode mode)
    {
        // With the sharing of deletion, Windows behaves like the other platforms when somebody renames the file.
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (mode == FileMode.Create && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = PhysicalDisk.PrivateFile;
        }

        _stream = new FileStream(path, options);
        _handle = _stream.SafeFileHandle;
    }

    private readonly FileStream _stream;

    public FileIdentity Identity => OperatingSystem.IsLinux()
        ? PosixCalls.Status(path: null, _handle) ?? default
        : new FileIdentity(0, 0, 1, RandomAccess.GetLength(_handle));

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

    public void Sync()
    {
        if (OperatingSystem.IsWindows())
        {
            RandomAccess.FlushToDisk(_handle);
        }
        else
        {
            PosixCalls.Sync(_handle);
        }
    }

    public void Dispose() => _stream.Dispose();
}
