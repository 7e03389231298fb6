using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Recovery;

/// <summary>Finds the stream that a process continues, or creates one. Each process has a stream of its own.</summary>
internal static class StreamDirectory
{
    /// <summary>Takes a stream of a service under a key.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="root">The directory of the log.</param>
    /// <param name="service">The name of the service.</param>
    /// <param name="key">The key. Streams under another key are not continued.</param>
    /// <param name="time">The clock, for the name of a new stream.</param>
    public static (LogStream Stream, StreamLock Lock) Take(
        IDisk disk, string root, string service, AuditLogSigningKey key, TimeProvider time)
    {
#pragma warning disable CA2000 // The caller disposes of the lock.
        foreach (var directory in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            if (OriginOf(disk, directory, key) is { } origin && origin.StartsWith(service + "/", StringComparison.Ordinal)
                && StreamLock.TryTake(directory) is { } taken)
            {
                return (new LogStream(disk, directory, origin, key), taken);
            }
        }
#pragma warning restore CA2000

        return Create(disk, root, service, key, time);
    }

    /// <summary>Reads the name of a stream from its verifier key.</summary>
    /// <returns>Null if the directory is not a stream under the key.</returns>
    private static string? OriginOf(IDisk disk, string directory, AuditLogSigningKey key)
    {
        var path = Path.Combine(directory, StreamFiles.VerifierKey);
        return disk.Exists(path) && AuditLogVerifierKey.TryParse(disk.ReadText(path), out var verifier)
            && verifier.PublicKey.Span.SequenceEqual(key.PublicKey.Span)
            ? verifier.Name
            : null;
    }

    private static (LogStream Stream, StreamLock Lock) Create(
        IDisk disk, string root, string service, AuditLogSigningKey key, TimeProvider time)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        var directory = Path.Combine(root, $"{service}-{id}");
        CreatePrivate(directory);
        var origin = $"{service}/{id}";
        var taken = StreamLock.TryTake(directory) ?? throw new IOException($"The new directory {directory} is locked.");
        disk.Replace(
            Path.Combine(directory, StreamFiles.VerifierKey), System.Text.Encoding.ASCII.GetBytes(key.VerifierKey.ToString(origin) + "\n"));
        disk.SyncDirectory(root);
        return (new LogStream(disk, directory, origin, key), taken);
    }

    public static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, PhysicalDisk.PrivateDirectory);
        }
    }
}
