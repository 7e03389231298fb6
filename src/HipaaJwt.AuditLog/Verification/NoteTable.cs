namespace HipaaJwt.AuditLog.Verification;

/// <summary>Reads the notes of a database, up to a size.</summary>
internal sealed class NoteTable : INoteSource
{
    private const int PageLength = 64;

    private readonly IAuditLogDatabase _database;
    private readonly long _last;
    private readonly CancellationToken _cancellationToken;
    private readonly Queue<AuditLogStoredCheckpoint> _page = new();
    private long _next;
    private bool _isAtEnd;

    /// <param name="database">The database.</param>
    /// <param name="last">The largest size to read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public NoteTable(IAuditLogDatabase database, long last, CancellationToken cancellationToken)
    {
        _database = database;
        _last = last;
        _cancellationToken = cancellationToken;
    }

    public async ValueTask<StoredNote?> ReadAsync()
    {
        if (_page.Count == 0 && !_isAtEnd)
        {
            var page = await _database.ReadCheckpointsAsync(_next, PageLength, _cancellationToken).ConfigureAwait(false);
            _isAtEnd = page.Count < PageLength || page[^1].Size == long.MaxValue;
            foreach (var stored in page.Where(stored => stored.Size <= _last))
            {
                _page.Enqueue(stored);
                _next = stored.Size == long.MaxValue ? stored.Size : stored.Size + 1;
            }
        }

        return _page.TryDequeue(out var next) ? new StoredNote(CheckpointOf(next), next.Size) : null;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static AuditLogCheckpoint? CheckpointOf(AuditLogStoredCheckpoint stored) =>
        AuditLogCheckpoint.TryParse(stored.Note, out var checkpoint) && checkpoint.Size == stored.Size ? checkpoint : null;
}
