using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Databases;

/// <summary>A log in a database: its place, its name, its key and its limit.</summary>
/// <param name="Database">The database.</param>
/// <param name="Origin">The name of the stream.</param>
/// <param name="Key">The key that all processes of the log have.</param>
/// <param name="WriteTimeout">How long the log waits for the database.</param>
internal sealed record DatabaseStream(IAuditLogDatabase Database, string Origin, AuditLogSigningKey Key, TimeSpan WriteTimeout)
{
    private const int LeavesPerRead = 4_096;
    private const int RecordsPerRead = 1_024;

    /// <summary>Continues a tree with the events of the database.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="hash">Computes hashes of records; null to take the hashes in the rows.</param>
    /// <param name="size">The number of events to reach.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="AuditLogDamagedException">An event is missing, or does not have its hash.</exception>
    public async Task GrowAsync(MerkleFrontier tree, MerkleHash? hash, long size, CancellationToken cancellationToken)
    {
        while (tree.Count < size)
        {
            var count = (int)Math.Min(hash is null ? LeavesPerRead : RecordsPerRead, size - tree.Count);
            var rows = await Database.ReadEventsAsync(tree.Count, count, hash is not null, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                Append(tree, hash, row);
            }

            if (rows.Count == 0)
            {
                throw Damaged(tree.Count);
            }
        }
    }

    private static void Append(MerkleFrontier tree, MerkleHash? hash, AuditLogRow row)
    {
        Span<byte> leaf = stackalloc byte[MerkleHash.Length];
        if (row.Index != tree.Count || row.Leaf.Length != MerkleHash.Length)
        {
            throw Damaged(tree.Count);
        }

        row.Leaf.Span.CopyTo(leaf);
        if (hash is not null && row.Json.Span.IndexOfAnyExcept((byte)'-') >= 0)
        {
            hash.Leaf(row.Json.Span, leaf);
        }

        if (!leaf.SequenceEqual(row.Leaf.Span))
        {
            throw Damaged(tree.Count);
        }

        tree.Append(leaf);
    }

    private static AuditLogDamagedException Damaged(long index) => new(
        $"Event {index} of the audit log in the database is missing or changed. Verify the log with 'hipaa-jwt audit verify'.");
}
