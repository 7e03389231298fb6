using HipaaJwt.Fhir.Cursors;

namespace HipaaJwt.Fhir.Logs;

/// <summary>The streams of a directory. Streams are added, and old ones are moved away, so a cursor may name others.</summary>
internal sealed class DirectoryLog : IExportedLog
{
    private readonly string _directory;

    public DirectoryLog(string directory) => _directory = directory;

    public Task<IReadOnlyList<string>> FindOriginsAsync(CursorFile cursor, CancellationToken cancellationToken) =>
        Task.FromResult(AuditLogStreamReader.FindOrigins(_directory));

    public AuditLogStreamReader Open(string origin, StreamPosition? position)
    {
        var first = new AuditLogStreamReader(_directory, origin, 0).FindFirst();
        return new AuditLogStreamReader(_directory, origin, position?.StartAfter(first) ?? first);
    }
}
