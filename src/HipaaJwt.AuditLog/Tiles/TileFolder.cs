namespace HipaaJwt.AuditLog.Tiles;

/// <summary>The directory that tiles are written to.</summary>
internal sealed class TileFolder
{
    private readonly string _root;

    public TileFolder(string root) => _root = root;

    /// <summary>Writes a file and creates its directories.</summary>
    /// <param name="path">The path below the directory, with <c>/</c>.</param>
    /// <param name="content">The bytes.</param>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        var file = Path.Combine(_root, path.Replace('/', Path.DirectorySeparatorChar));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }

    /// <summary>Creates the directory, and deletes a file of an earlier export.</summary>
    public void Reset(string path)
    {
        Directory.CreateDirectory(_root);
        File.Delete(Path.Combine(_root, path));
    }
}
