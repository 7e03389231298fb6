namespace HipaaJwt.AuditLog.Tests.Support;

/// <summary>Changes a file, and restores it afterwards.</summary>
internal sealed class TamperedFile : IDisposable
{
    private readonly string _path;
    private readonly byte[] _original;

    public TamperedFile(string path, Func<byte[], byte[]> change)
    {
        _path = path;
        _original = File.ReadAllBytes(path);
        File.WriteAllBytes(path, change([.. _original]));
    }

    public void Dispose() => File.WriteAllBytes(_path, _original);

    /// <summary>Deletes a file until the end of the test.</summary>
    public static IDisposable Deleted(string path)
    {
        var file = new TamperedFile(path, content => content);
        File.Delete(path);
        return file;
    }

    /// <summary>Changes the lines of a text file. All lines end with a line feed.</summary>
    public static TamperedFile WithLines(string path, Action<List<string>> change) => new(path, content =>
    {
        var lines = System.Text.Encoding.UTF8.GetString(content).Split('\n').SkipLast(1).ToList();
        change(lines);
        return System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
    });
}
