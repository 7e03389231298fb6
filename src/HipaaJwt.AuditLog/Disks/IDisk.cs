namespace HipaaJwt.AuditLog.Disks;

/// <summary>The operations of a file system that the log needs. All of them throw <see cref="IOException"/> if they fail.</summary>
internal interface IDisk
{
    /// <summary>Creates a file that only the user of the process can read, or empties an existing one.</summary>
    ILogFile Create(string path);

    /// <summary>Opens an existing file to write.</summary>
    ILogFile Open(string path);

    /// <summary>Opens a file to read from its start.</summary>
    Stream OpenRead(string path);

    bool Exists(string path);

    /// <summary>The names of the files of a directory, in no order.</summary>
    IReadOnlyList<string> List(string directory);

    /// <summary>Gives a file a new name in one step. A file with that name is replaced.</summary>
    void Rename(string from, string to);

    void Delete(string path);

    /// <summary>Makes the names of a directory durable.</summary>
    void SyncDirectory(string directory);

    /// <summary>The file that has a name now.</summary>
    /// <returns>Null if there is none.</returns>
    FileIdentity? IdentityOf(string path);
}
