using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Reading;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt;

/// <summary>
/// Reads the records of one stream from an index on, in their order and without a gap, for exports that continue where they stopped. It
/// returns only records that the newest checkpoint covers: those are on the disk or committed, so no crash takes them back. It verifies
/// nothing: use <see cref="AuditLogVerifier"/>. Not thread-safe.
/// </summary>
/// <example>
/// <code>
/// foreach (var origin in AuditLogStreamReader.FindOrigins("audit"))
/// {
///     var reader = new AuditLogStreamReader("audit", origin, first: 0);
///     foreach (var entry in reader.Read(maxCount: 256))
///     {
///         Console.WriteLine(entry.Index);
///     }
/// }
/// </code>
/// </example>
public sealed class AuditLogStreamReader
{
    private readonly string _directory = string.Empty;
    private readonly RowStream? _rows;
    private long _segment = -1;
    private long _offset;

    /// <summary>Creates a reader.</summary>
    /// <param name="directory">The directory of the stream, or the directory that contains it.</param>
    /// <param name="origin">The name of the stream.</param>
    /// <param name="first">The index of the first record to read, 0 or more.</param>
    /// <exception cref="ArgumentException">The directory or the name is empty.</exception>
    /// <exception cref="ArgumentNullException">The directory or the name is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is less than 0.</exception>
    /// <exception cref="IOException">There is no such stream, or a file cannot be read.</exception>
    public AuditLogStreamReader(string directory, string origin, long first)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentException.ThrowIfNullOrEmpty(origin);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        _directory = StreamDirectories.Find(directory, origin)
            ?? throw new DirectoryNotFoundException($"The directory contains no stream {origin} of an audit log.");
        Origin = origin;
        Next = first;
    }

    /// <summary>Creates a reader of a log in a database. It does not read yet.</summary>
    /// <param name="database">The database. It is not disposed. It does not need <see cref="IAuditLogDatabase.OpenAsync"/>.</param>
    /// <param name="origin">The name of the stream.</param>
    /// <param name="first">The index of the first record to read, 0 or more.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentNullException">The database or the name is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is less than 0.</exception>
    public AuditLogStreamReader(IAuditLogDatabase database, string origin, long first)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrEmpty(origin);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        _rows = new RowStream(database, origin);
        Origin = origin;
        Next = first;
    }

    /// <summary>The name of the stream.</summary>
    public string Origin { get; }

    /// <summary>The index of the record that is read next.</summary>
    public long Next { get; private set; }

    /// <summary>Finds the streams of an audit log.</summary>
    /// <param name="directory">The directory of one stream, or a directory with one subdirectory for each stream.</param>
    /// <returns>The names of the streams; none if the directory does not exist or contains no stream.</returns>
    /// <exception cref="ArgumentException">The directory is empty.</exception>
    /// <exception cref="ArgumentNullException">The directory is null.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<string> FindOrigins(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return [.. StreamDirectories.Find(directory).Select(StreamDirectories.OriginOf).OfType<string>()];
    }

    /// <summary>Finds the stream of a database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The name of its only stream; none if the database contains no log.</returns>
    /// <exception cref="ArgumentNullException">The database is null.</exception>
    /// <exception cref="AuditLogUnavailableException">The database cannot be read. The inner exception is that of its driver.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public static async Task<IReadOnlyList<string>> FindOriginsAsync(
        IAuditLogDatabase database, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        return await RowStream.FindOriginAsync(database, cancellationToken).ConfigureAwait(false) is { } origin ? [origin] : [];
    }

    /// <summary>Finds the first record that is left. Older ones were deleted because their retention had passed.</summary>
    /// <returns>The index; 0 if nothing was deleted, and for a database, which deletes nothing.</returns>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public long FindFirst() => _rows is null ? new StreamSegments(_directory).First : 0;

    /// <summary>Reads the next records. It blocks the thread; for a database, use <see cref="ReadAsync"/>.</summary>
    /// <param name="maxCount">The largest number of records, 1 to 10,000. One record has at most 16 KiB.</param>
    /// <returns>The records; none if the newest checkpoint covers no further ones.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1 or more than 10,000.</exception>
    /// <exception cref="AuditLogDamagedException">
    /// A record that the newest checkpoint covers is not there: it was deleted with its segment, or the log is damaged. Or the newest
    /// checkpoint covers fewer records than were read: the log was restored, or is another one.
    /// </exception>
    /// <exception cref="AuditLogUnavailableException">The database cannot be read. The inner exception is that of its driver.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public IReadOnlyList<AuditLogEntry> Read(int maxCount) => _rows is null
        ? ReadFiles(Checked(maxCount))
        : ReadAsync(maxCount).GetAwaiter().GetResult();

    /// <summary>Reads the next records. Files are read before it returns.</summary>
    /// <param name="maxCount">The largest number of records, 1 to 10,000. One record has at most 16 KiB.</param>
    /// <param name="cancellationToken">Cancels the call. The next call reads the same records.</param>
    /// <returns>The records; none if the newest checkpoint covers no further ones.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1 or more than 10,000.</exception>
    /// <exception cref="AuditLogDamagedException">
    /// A record that the newest checkpoint covers is not there: it was deleted with its segment, or the log is damaged. Or the newest
    /// checkpoint covers fewer records than were read: the log was restored, or is another one.
    /// </exception>
    /// <exception cref="AuditLogUnavailableException">The database cannot be read. The inner exception is that of its driver.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public async Task<IReadOnlyList<AuditLogEntry>> ReadAsync(int maxCount, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_rows is null)
        {
            return ReadFiles(Checked(maxCount));
        }

        var entries = await _rows.ReadAsync(Next, Checked(maxCount), cancellationToken).ConfigureAwait(false);
        Next += entries.Count;
        return entries;
    }

    private static int Checked(int maxCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxCount, 10_000);
        return maxCount;
    }

    private List<AuditLogEntry> ReadFiles(int maxCount)
    {
        NewestCheckpoint.Read(_directory, Origin, out var checkpoint);
        var size = checkpoint?.Size ?? 0;
        if (checkpoint is not null)
        {
            MissingRecords.ThrowIfAhead(Origin, Next, size);
        }

        var entries = new List<AuditLogEntry>();
        if (Next < size)
        {
            var segments = new StreamSegments(_directory);
            for (var position = Math.Max(0, segments.PositionOf(Next)); position < segments.Count; position++)
            {
                ReadSegment(segments, position, size, maxCount, entries);
            }

            MissingRecords.ThrowIf(entries.Count == 0, Origin, Next);
        }

        return entries;
    }

    private void ReadSegment(StreamSegments segments, int position, long size, int maxCount, List<AuditLogEntry> entries)
    {
        var first = segments[position].First;
        if (entries.Count == maxCount || Next >= size)
        {
            return;
        }

        var start = first == _segment ? _offset : 0;
        using var records = segments.Open(position, start);
        while (entries.Count < maxCount && Next < size && records.TryRead(out var line))
        {
            if (line.Index >= Next)
            {
                Add(line, entries);
            }

            (_segment, _offset) = (first, records.NextOffset);
        }
    }

    private void Add(in LogLine line, List<AuditLogEntry> entries)
    {
        MissingRecords.ThrowIf(line.Index > Next, Origin, Next);
        entries.Add(EntryReader.Read(Origin, line));
        Next++;
    }
}
