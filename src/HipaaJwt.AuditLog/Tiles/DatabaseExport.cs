using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Problems;
using HipaaJwt.AuditLog.Proofs;
using HipaaJwt.AuditLog.Reading;

namespace HipaaJwt.AuditLog.Tiles;

/// <summary>Exports the only stream of a database.</summary>
internal static class DatabaseExport
{
    public static async Task<AuditLogTilesResult> ExportAsync(
        IAuditLogDatabase database, string origin, string target, CancellationToken cancellationToken)
    {
        var state = await database.ReadStateAsync(cancellationToken).ConfigureAwait(false);
        if (NewestRow.Read(state, origin, out var checkpoint) is { } early)
        {
            return new AuditLogTilesResult { Problem = early };
        }

        using var writer = new TileWriter(target);
        AuditLogProblem? problem;
        try
        {
            writer.Start();
            await CopyRowsAsync(database, checkpoint!.Size, writer, cancellationToken).ConfigureAwait(false);
            problem = writer.Finish(checkpoint);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = TileWriter.Unwritable(exception);
        }

        return writer.ToResult(problem);
    }

    private static async Task CopyRowsAsync(
        IAuditLogDatabase database, long size, TileWriter writer, CancellationToken cancellationToken)
    {
        var leaf = new byte[MerkleHash.Length];
        var next = 0L;
        await foreach (var rows in RowPages.ReadAsync(database, 0, size, withRecords: true, cancellationToken).ConfigureAwait(false))
        {
            foreach (var row in rows)
            {
                if (row.Index != next++ || !RowLeaf.TryRead(writer.Hash, row, leaf, out var isRedacted))
                {
                    return;
                }

                writer.Append(leaf, row.Json.Span, isRedacted);
            }
        }
    }
}
