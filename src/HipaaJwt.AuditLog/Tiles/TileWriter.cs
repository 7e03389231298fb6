using System.Text;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Problems;
using HipaaJwt.AuditLog.Proofs;

namespace HipaaJwt.AuditLog.Tiles;

/// <summary>Writes the records of one stream, which come in their order, as tiles and bundles. Not thread-safe.</summary>
internal sealed class TileWriter : IDisposable
{
    private readonly TileFolder _folder;
    private readonly TileTree _tiles;
    private readonly EntryBundles _bundles;
    private readonly MerkleFrontier _tree;

    public TileWriter(string target)
    {
        _folder = new TileFolder(target);
        _tiles = new TileTree(Hash, _folder);
        _bundles = new EntryBundles(_folder);
        _tree = new MerkleFrontier(Hash);
    }

    public MerkleHash Hash { get; } = new();

    /// <summary>Why a target cannot be written.</summary>
    public static AuditLogProblem Unwritable(Exception exception) =>
        ProblemFactory.Of(AuditLogProblemCode.TargetUnwritable, $"The export failed: {exception.GetType().Name}.");

    /// <summary>Removes the checkpoint of an earlier export, which does not cover what is written now.</summary>
    public void Start() => _folder.Reset(StreamFiles.Checkpoint);

    public void Append(ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> json, bool isRedacted)
    {
        _tree.Append(leaf);
        _tiles.Append(leaf);
        _bundles.Append(json, isRedacted);
    }

    /// <summary>Writes what is left, and then the checkpoint if the records have its root.</summary>
    public AuditLogProblem? Finish(AuditLogCheckpoint checkpoint)
    {
        _tiles.Finish();
        _bundles.Finish();
        if (_tree.Count != checkpoint.Size || !_tree.Root().AsSpan().SequenceEqual(checkpoint.Root.Span))
        {
            return RecordProblems.RootMismatch(null);
        }

        _folder.Write(StreamFiles.Checkpoint, Encoding.UTF8.GetBytes(checkpoint.Note));
        return null;
    }

    /// <summary>What was written.</summary>
    public AuditLogTilesResult ToResult(AuditLogProblem? problem) => new()
    {
        Size = _tree.Count,
        Tiles = _tiles.Written,
        Bundles = _bundles.Written,
        RedactedBundles = _bundles.Redacted,
        Problem = problem,
    };

    public void Dispose() => Hash.Dispose();
}
