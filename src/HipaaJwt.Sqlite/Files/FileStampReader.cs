using System.Runtime.InteropServices;
using System.Text;

namespace HipaaJwt.Sqlite.Files;

/// <summary>
/// Reads the state of a path. It never opens the file: closing a file releases the locks that SQLite holds on it in the same process.
/// </summary>
internal sealed class FileStampReader
{
    private readonly string _path;
    private readonly byte[] _utf8Path;
    private readonly bool _hasStatx = OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad(Statx.Library, typeof(FileStampReader).Assembly, DllImportSearchPath.SafeDirectories, out var library)
        && NativeLibrary.TryGetExport(library, "statx", out _);

    public FileStampReader(string path)
    {
        _path = path;
        _utf8Path = Encoding.UTF8.GetBytes(path + '\0');
    }

    /// <summary>Reads the state.</summary>
    /// <returns>Null if no file is at the path.</returns>
    public FileStamp? Read()
    {
        if (_hasStatx)
        {
            Span<byte> result = stackalloc byte[Statx.ResultSize];
            return Statx.TryCall(_utf8Path, result) ? Statx.ToStamp(result) : null;
        }

        var file = new FileInfo(_path);
        return file.Exists ? new FileStamp(0, 0, file.Length, file.LastWriteTimeUtc.Ticks, file.CreationTimeUtc.Ticks) : null;
    }
}
