using System.Text;
using HipaaJwt.Tool.Results;

namespace HipaaJwt.Tool.Files;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OthersMayWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private const UnixFileMode OthersMayUse = OthersMayWrite | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Creates a file with mode 0600 and writes it to the disk. It never overwrites.</summary>
    public static Failure? Create(string path, string text) => Create(path, Encoding.UTF8.GetBytes(text));

    public static Failure? Create(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            using var file = new FileStream(path, OptionsFor(FileMode.CreateNew));
            file.Write(bytes);
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (IOException) when (File.Exists(path))
        {
            return Failure.NotFound($"{path} exists. The tool never overwrites a file: choose another name.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failure.NotFound($"{path} cannot be written: {exception.Message}");
        }
    }

    /// <summary>Creates a directory, and those above it, for its owner alone. An existing one stays as it is.</summary>
    public static Failure? CreateDirectory(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failure.NotFound($"the directory {path} cannot be created: {exception.Message}");
        }
    }

    /// <summary>Checks that a file or directory can be new.</summary>
    /// <returns>The failure if something has its name; otherwise null.</returns>
    public static Failure? CheckNew(string path) =>
        Directory.Exists(path) || File.Exists(path)
            ? Failure.NotFound($"{path} exists. The tool never overwrites: choose another name.")
            : null;

    /// <summary>Describes who else may use a file or directory; null if nobody may, or on Windows.</summary>
    public static string? ExposureOf(string path) => Describe(path, OthersMayUse, "may be read by users other than its owner");

    /// <summary>Describes who else may change a file or directory; null if nobody may, or on Windows.</summary>
    public static string? WritersOf(string path) => Describe(path, OthersMayWrite, "may be changed by users other than its owner");

    private static FileStreamOptions OptionsFor(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    private static string? Describe(string path, UnixFileMode forbidden, string problem)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var mode = File.GetUnixFileMode(path);
        return (mode & forbidden) == 0 ? null : $"{problem} (mode {Convert.ToString((int)mode, 8).PadLeft(4, '0')})";
    }
}
