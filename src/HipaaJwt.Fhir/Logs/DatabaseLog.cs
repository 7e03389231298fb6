using HipaaJwt.Fhir.Cursors;

namespace HipaaJwt.Fhir.Logs;

/// <summary>The only stream of a database.</summary>
internal sealed class DatabaseLog : IExportedLog
{
    private readonly IAuditLogDatabase _database;

    public DatabaseLog(IAuditLogDatabase database) => _database = database;

    public async Task<IReadOnlyList<string>> FindOriginsAsync(CursorFile cursor, CancellationToken cancellationToken)
    {
        var origins = await AuditLogStreamReader.FindOriginsAsync(_database, cancellationToken).ConfigureAwait(false);
        return cursor.Origins.FirstOrDefault(origin => !origins.Contains(origin)) is not { } other
            ? origins
            : throw new InvalidDataException(
                $"The cursor of the FHIR export is that of the audit log {other}, which is not in {_database.Name}. Set the CursorFile of "
                + "this log. To export it from its start, set a new one.");
    }

    public AuditLogStreamReader Open(string origin, StreamPosition? position) => new(_database, origin, position?.StartAfter(0) ?? 0);
}
