namespace HipaaJwt;

/// <summary>What an export of tiles wrote.</summary>
public sealed record AuditLogTilesResult
{
    /// <summary>The number of records that the exported checkpoint covers.</summary>
    public long Size { get; init; }

    /// <summary>The number of tiles with hashes that were written.</summary>
    public long Tiles { get; init; }

    /// <summary>The number of bundles of records that were written.</summary>
    public long Bundles { get; init; }

    /// <summary>The number of bundles that were left out, because they contain redacted records.</summary>
    public long RedactedBundles { get; init; }

    /// <summary>Why the export is incomplete; null if it is complete. Then the target contains the file <c>checkpoint</c>.</summary>
    public AuditLogProblem? Problem { get; init; }
}
