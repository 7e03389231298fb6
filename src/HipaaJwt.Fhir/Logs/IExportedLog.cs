using HipaaJwt.Fhir.Cursors;

namespace HipaaJwt.Fhir.Logs;

/// <summary>The log that is exported, wherever it is kept.</summary>
internal interface IExportedLog
{
    /// <summary>Finds the streams of the log.</summary>
    /// <exception cref="AuditLogUnavailableException">The log cannot be read now.</exception>
    /// <exception cref="InvalidDataException">The cursor is that of another log.</exception>
    Task<IReadOnlyList<string>> FindOriginsAsync(CursorFile cursor, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a stream at a position, or one record before it if the hash of that record is known and it is left. Without a position, it
    /// starts at the first record that is left.
    /// </summary>
    AuditLogStreamReader Open(string origin, StreamPosition? position);
}
