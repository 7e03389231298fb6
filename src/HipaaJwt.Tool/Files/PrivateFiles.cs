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
    public static Failure? Create(string path, string text)
    {
        try
        {
            using var file = new FileStream(path, OptionsFor(FileMode.CreateNew));
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
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

    public static FileStreamOptions OptionsFor(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    /// <summary>Describes who else may use a file or directory; null if nobody may, or on Windows.</summary>
    public static string? ExposureOf(string path) => Describe(path, OthersMayUse, "may be read by users other than its owner");

    /// <summary>Describes who else may change a file or directory; null if nobody may, or on Windows.</summary>
    public static string? WritersOf(string path) => Describe(path, OthersMayWrite, "may be changed by users other than its owner");

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
