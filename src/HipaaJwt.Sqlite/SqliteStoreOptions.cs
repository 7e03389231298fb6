namespace HipaaJwt;

/// <summary>The options of the stores in an SQLite file. They are read at start.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The path of the file. A relative path is relative to the working directory of the process.</summary>
    /// <value>
    /// Required. The file must be on a local disk, because locks and shared memory of SQLite do not work on network file systems. Its
    /// folder must exist, and must be writable: SQLite creates files next to it.
    /// </value>
    public string Path { get; set; } = string.Empty;

    /// <summary>
    /// Whether the file is created if it does not exist, and its schema is upgraded to the version of this package. Otherwise the host
    /// does not start until the scripts of the package have been applied.
    /// </summary>
    /// <value><see langword="true"/> by default.</value>
    public bool ApplySchema { get; set; } = true;
}
