namespace HipaaJwt.Stores.Tests.Sqlite;

/// <summary>A folder for the files of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hipaa-jwt-").FullName;

    /// <summary>The path of the SQLite file. Its characters have a meaning in URIs.</summary>
    public string Database => File("hipaa jwt #1?%20.db");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
