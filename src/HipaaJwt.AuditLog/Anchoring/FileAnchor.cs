using System.Text;
using HipaaJwt.AuditLog.Disks;

namespace HipaaJwt.AuditLog.Anchoring;

/// <summary>
/// Keeps the newest checkpoint of each stream in a directory, such as a mount of another machine. It never goes back to a smaller size.
/// </summary>
internal sealed class FileAnchor : IAuditLogAnchor
{
    private const string Extension = ".checkpoint";

    private readonly PhysicalDisk _disk = new();
    private readonly Lock _lock = new();
    private readonly string _directory;
    private readonly string _newExtension = $".{Guid.NewGuid():N}{DiskFiles.NewExtension}";

    public FileAnchor(string directory) => _directory = directory;

    public string Name => "file";

    public ValueTask PublishAsync(AuditLogCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Read(checkpoint.Origin) is { } kept && !IsNewer(checkpoint, kept))
            {
                return ValueTask.CompletedTask;
            }

            _disk.Replace(PathOf(checkpoint.Origin), Encoding.UTF8.GetBytes(checkpoint.Note), _newExtension);
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<AuditLogCheckpoint?> ReadAsync(string origin, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(Read(origin));
        }
    }

    private static bool IsNewer(AuditLogCheckpoint checkpoint, AuditLogCheckpoint kept)
    {
        if (checkpoint.Size < kept.Size || (checkpoint.Size == kept.Size && !checkpoint.Root.Span.SequenceEqual(kept.Root.Span)))
        {
            throw new AuditLogDamagedException($"The anchor already has another checkpoint of {kept.Origin} with {kept.Size} events.");
        }

        return checkpoint.Size > kept.Size;
    }

    private AuditLogCheckpoint? Read(string origin)
    {
        var path = PathOf(origin);
        if (!_disk.Exists(path))
        {
            return null;
        }

        return AuditLogCheckpoint.TryParse(_disk.ReadText(path), out var checkpoint)
            ? checkpoint
            : throw new AuditLogDamagedException($"The file {path} is not a checkpoint.");
    }

    private string PathOf(string origin) =>
        Path.Combine(_directory, origin.Replace('/', '_').Replace(':', '_') + Extension);
}
