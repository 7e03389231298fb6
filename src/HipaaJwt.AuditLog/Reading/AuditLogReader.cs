using HipaaJwt.AuditLog.Reading;

namespace HipaaJwt;

/// <summary>
/// Reads the events of an audit log. It does not verify them: use <see cref="AuditLogVerifier"/>. It skips lines that are no records.
/// Thread-safe.
/// </summary>
public sealed class AuditLogReader
{
    private readonly byte[][] _pseudonymKeys;
    private readonly TimeProvider _timeProvider;

    /// <summary>Creates a reader.</summary>
    /// <param name="pseudonymKeys">
    /// The keys of pseudonyms, current and former, to find patients by their identifiers; null for none.
    /// </param>
    /// <param name="timeProvider">The clock for polling; null for the system clock.</param>
    public AuditLogReader(IEnumerable<byte[]>? pseudonymKeys = null, TimeProvider? timeProvider = null)
    {
        _pseudonymKeys = [.. pseudonymKeys ?? []];
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>
    /// Reads events. The events of each stream come in their order. Events of several streams are merged by their times.
    /// </summary>
    /// <param name="directory">The directory of one stream, or a directory with one subdirectory for each stream.</param>
    /// <param name="query">Which events to read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The events. None if the directory does not exist or contains no stream.</returns>
    /// <exception cref="ArgumentException">The directory is null or empty.</exception>
    /// <exception cref="ArgumentNullException">The query is null.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public IAsyncEnumerable<AuditLogEntry> ReadAsync(string directory, AuditLogQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(query);
        return DirectoryReader.ReadAsync(directory, new EntryFilter(query, _pseudonymKeys), cancellationToken);
    }

    /// <summary>
    /// Reads the events that the log of a database has at the start of the call, in their order. It does not need
    /// <see cref="IAuditLogDatabase.OpenAsync"/>.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="query">Which events to read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The events. None if the database contains no log.</returns>
    /// <exception cref="ArgumentNullException">The database or the query is null.</exception>
    /// <exception cref="Exception">The database cannot be read. The exception is that of its driver.</exception>
    public IAsyncEnumerable<AuditLogEntry> ReadAsync(
        IAuditLogDatabase database, AuditLogQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(query);
        return DatabaseReader.ReadAsync(database, new EntryFilter(query, _pseudonymKeys), cancellationToken);
    }

    /// <summary>Reads the last events and then waits for new ones until it is canceled. It looks for new events every 250 ms.</summary>
    /// <param name="directory">The directory of one stream, or a directory with one subdirectory for each stream.</param>
    /// <param name="query">Which events to read.</param>
    /// <param name="last">How many of the events that are already there to read first, 0 to 10,000.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The events. The sequence ends only if it is canceled.</returns>
    /// <exception cref="ArgumentException">The directory is null or empty.</exception>
    /// <exception cref="ArgumentNullException">The query is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 0 or more than 10,000.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was canceled.</exception>
    public IAsyncEnumerable<AuditLogEntry> FollowAsync(
        string directory, AuditLogQuery query, int last = 0, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(last);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, 10_000);
        return DirectoryReader.FollowAsync(directory, new EntryFilter(query, _pseudonymKeys), last, _timeProvider, cancellationToken);
    }
    /// <summary>
    /// Reads the last events of the log of a database and then waits for new ones until it is canceled. It looks for new events every
    /// 250 ms.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="query">Which events to read.</param>
    /// <param name="last">How many of the events that are already there to read first, 0 to 10,000.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The events. The sequence ends only if it is canceled.</returns>
    /// <exception cref="ArgumentNullException">The database or the query is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 0 or more than 10,000.</exception>
    /// <exception cref="OperationCanceledException">The reading was canceled.</exception>
    /// <exception cref="Exception">The database cannot be read. The exception is that of its driver.</exception>
    public IAsyncEnumerable<AuditLogEntry> FollowAsync(
        IAuditLogDatabase database, AuditLogQuery query, int last = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(last);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, 10_000);
        return DatabaseReader.FollowAsync(database, new EntryFilter(query, _pseudonymKeys), last, _timeProvider, cancellationToken);
    }
}
