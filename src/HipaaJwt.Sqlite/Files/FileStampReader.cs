using System.Runtime.InteropServices;
using System.Text;

namespace HipaaJwt.Sqlite.Files;

/// <summary>
/// Reads the stamp of a path. It never opens the file: closing a file releases the locks that SQLite holds on it in the same process.
/// </summary>
internal sealed class FileStampReader
{
    private readonly string _path;
    private readonly byte[] _utf8Path;
    private readonly bool _hasStatx = NativeLibrary.TryLoad(Statx.Library, out var library) && NativeLibrary.TryGetExport(library, "statx", out _);

    public FileStampReader(string path)
    {
        _path = path;
        _utf8Path = Encoding.UTF8.GetBytes(path + '\0');
    }

    /// <summary>Reads the stamp.</summary>
    /// <returns>Null if no file is at the path.</returns>
    public FileStamp? Read() => _hasStatx ? ReadByStatx() : ReadByFileInfo();

    private FileStamp? ReadByStatx()
    {
        Statx buffer = default;
        if (Statx.Call(Statx.CurrentFolder, _utf8Path, 0, Statx.BasicStats, ref buffer) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error is Statx.NoEntry or Statx.NotAFolder
                ? null
                : throw new IOException($"The state of the SQLite file could not be read (error {error}).");
        }

        return new FileStamp(
            ((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor,
            buffer.Inode,
            (long)buffer.Size,
            ToNanoseconds(buffer.ModifiedAt),
            ToNanoseconds(buffer.ChangedAt));
    }

    private FileStamp? ReadByFileInfo()
    {
        var file = new FileInfo(_path);
        return file.Exists
            ? new FileStamp(0, 0, file.Length, file.LastWriteTimeUtc.Ticks, file.CreationTimeUtc.Ticks)
            : null;
    }

    private static Int128 ToNanoseconds(StatxTime time) => ((Int128)time.Seconds * 1_000_000_000) + time.Nanoseconds;
}
