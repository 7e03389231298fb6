using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Databases;

/// <summary>One transaction that appends a group. One that was given up may still run beside the next one.</summary>
internal sealed class AppendAttempt
{
    private readonly IReadOnlyList<GroupEntry> _entries;
    private readonly AuditLogHead _last;
    private readonly bool _isRetry;
    private readonly CancellationToken _limit;

    /// <param name="entries">The events, each with another identifier.</param>
    /// <param name="last">The newest head that this process has seen.</param>
    /// <param name="isRetry">Whether an earlier transaction may have written some of the events.</param>
    /// <param name="limit">Ends the attempt.</param>
    public AppendAttempt(IReadOnlyList<GroupEntry> entries, AuditLogHead last, bool isRetry, CancellationToken limit)
    {
        _entries = entries;
        _last = last;
        _isRetry = isRetry;
        _limit = limit;
    }

    /// <summary>Whether no other process wrote since the newest head that this process has seen.</summary>
    public bool IsAlone { get; private set; }

    /// <summary>The head after the transaction.</summary>
    public AuditLogHead Head { get; private set; } = null!;

    /// <summary>The events that the log had before the transaction.</summary>
    public IReadOnlyDictionary<Guid, AuditLogRow> Existing { get; private set; } = null!;

    /// <summary>Runs the transaction. An exception leaves its outcome unknown.</summary>
    /// <param name="database">The database.</param>
    /// <param name="expectsNoOther">Whether probably no other process writes.</param>
    /// <exception cref="AuditLogDamagedException">The log has lost or changed events that this process has seen.</exception>
    public async Task RunAsync(IAuditLogDatabase database, bool expectsNoOther)
    {
        if (expectsNoOther && !_isRetry && await database.TryAppendAsync(_last, Build(_last, []), _limit).ConfigureAwait(false))
        {
            return;
        }

        Guid[] eventIds = _isRetry ? [.. _entries.Select(entry => entry.EventId)] : [];
        await database.AppendAsync(eventIds, Build, _limit).ConfigureAwait(false);
    }

    /// <summary>Numbers and hashes the events that the log does not have.</summary>
    private AuditLogAppend Build(AuditLogHead head, IReadOnlyList<AuditLogRow> existing)
    {
        _limit.ThrowIfCancellationRequested();
        Check(head);
        IsAlone = head.Size == _last.Size;
        Existing = existing.ToDictionary(row => row.EventId);
        using var hash = new MerkleHash();
        var tree = HeadTree.Restore(hash, head.Size, head.Frontier);
        List<AuditLogRow> rows = new(_entries.Count);
        foreach (var entry in _entries.Where(entry => !Existing.ContainsKey(entry.EventId)))
        {
            rows.Add(new AuditLogRow(tree.Count, entry.EventId, entry.Leaf, entry.Json));
            tree.Append(entry.Leaf);
        }

        Head = head with { Size = tree.Count, Frontier = HeadTree.ToBytes(tree) };
        return new AuditLogAppend(Head, rows);
    }

    private void Check(AuditLogHead head)
    {
        if (head.Origin != _last.Origin || !head.PublicKey.Span.SequenceEqual(_last.PublicKey.Span) || head.Size < _last.Size
            || (head.Size == _last.Size && !head.Frontier.Span.SequenceEqual(_last.Frontier.Span)))
        {
            throw new AuditLogDamagedException(
                $"The audit log in the database had {_last.Size} events, and now it has {head.Size}, or others. It was restored or "
                + "changed.");
        }
    }
}
