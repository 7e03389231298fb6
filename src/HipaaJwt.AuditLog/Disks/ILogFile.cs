namespace HipaaJwt.AuditLog.Disks;

/// <summary>An open file. Not thread-safe. All operations throw <see cref="IOException"/> if they fail.</summary>
internal interface ILogFile : IDisposable
{
    /// <summary>The file itself, whatever its name is now.</summary>
    FileIdentity Identity { get; }

    /// <summary>Writes bytes at an offset. They are durable after <see cref="Sync"/>.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>
    /// Makes the contents and the length durable. After a failure, nothing is known about what was written since the last success.
    /// </summary>
    void Sync();
}
