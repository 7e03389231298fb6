namespace HipaaJwt.AuditLog.Streams;

/// <summary>Opens files of a log that another process may write.</summary>
internal static class LogFile
{
    /// <summary>Opens a file to read it from its start to its end.</summary>
    public static FileStream Open(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.SequentialScan,
        BufferSize = 0,
    });

    /// <summary>Opens a file; null if it does not exist.</summary>
    public static FileStream? TryOpen(string path)
    {
        try
        {
            return Open(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads a small text; null if the file does not exist or is larger.</summary>
    public static string? TryReadText(string path, int maxBytes)
    {
        using var file = TryOpen(path);
        if (file is null)
        {
            return null;
        }

        var buffer = new byte[maxBytes + 1];
        var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length <= maxBytes ? StrictUtf8.TryDecode(buffer.AsSpan(0, length)) : null;
    }
}
