using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Databases;

/// <summary>Verifies at start that the database continues its newest checkpoint and what the anchors have. Use it once.</summary>
internal sealed class DatabaseStart
{
    private readonly DatabaseStream _stream;

    public DatabaseStart(DatabaseStream stream) => _stream = stream;

    /// <summary>The head that was verified.</summary>
    public AuditLogHead Head { get; private set; } = null!;

    /// <summary>Verifies the log from its newest checkpoint on. The records after it are hashed again.</summary>
    /// <param name="anchored">The newest checkpoints of the anchors, read before the database.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The newest checkpoint.</returns>
    /// <exception cref="AuditLogDamagedException">The database does not match.</exception>
    public async Task<AuditLogStoredCheckpoint> VerifyAsync(
        IEnumerable<AuditLogCheckpoint> anchored, CancellationToken cancellationToken)
    {
        var state = await _stream.Database.ReadStateAsync(cancellationToken).ConfigureAwait(false);
        Head = state?.Head ?? throw Damaged("its head is missing");
        using var hash = new MerkleHash();
        var newest = state.Checkpoint ?? (Head.Size == 0 ? Empty : throw Damaged("it has events and no checkpoint"));
        var tree = HeadTree.Restore(hash, newest.Size, newest.Frontier);
        if (state.Checkpoint is not null && !HasRoot(newest, tree.Root()))
        {
            throw Damaged("its newest checkpoint is not signed with the key of the log, or has other hashes");
        }

        if (newest.Size > Head.Size || state.EndIndex != Head.Size)
        {
            throw Damaged($"its head has {Head.Size} events, the newest checkpoint {newest.Size}, and the table {state.EndIndex}");
        }

        await _stream.GrowAsync(tree, hash, Head.Size, cancellationToken).ConfigureAwait(false);
        if (!tree.IsOf(Head))
        {
            throw Damaged("its head does not have the hashes of its events");
        }

        foreach (var anchor in anchored)
        {
            await CheckAnchorAsync(anchor, cancellationToken).ConfigureAwait(false);
        }

        return newest;
    }

    private static AuditLogStoredCheckpoint Empty => new(0, string.Empty, default);

    private async Task CheckAnchorAsync(AuditLogCheckpoint anchor, CancellationToken cancellationToken)
    {
        var stored = await _stream.Database.ReadCheckpointsAsync(anchor.Size, 1, cancellationToken).ConfigureAwait(false);
        if (!_stream.Key.VerifierKey.Verifies(anchor) || stored is not [{ } one] || one.Size != anchor.Size
            || !HasRoot(one, anchor.Root.Span))
        {
            throw Damaged($"an anchor has a checkpoint of {anchor.Size} events, and the database does not have it");
        }
    }

    private bool HasRoot(AuditLogStoredCheckpoint stored, ReadOnlySpan<byte> root) =>
        AuditLogCheckpoint.TryParse(stored.Note, out var checkpoint)
        && checkpoint.Origin == _stream.Origin
        && checkpoint.Size == stored.Size
        && checkpoint.Root.Span.SequenceEqual(root)
        && _stream.Key.VerifierKey.Verifies(checkpoint);

    private AuditLogDamagedException Damaged(string problem) => new(
        $"The audit log {_stream.Origin} in {_stream.Database.Name} was changed or restored: {problem}. Keep the database, verify it with "
        + "'hipaa-jwt audit verify', and find out what happened before you continue in another schema or file.");
}
