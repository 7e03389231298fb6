namespace HipaaJwt;

/// <summary>What a verification trusts. All of it must come from a place that the writer of the log cannot change.</summary>
public sealed class AuditLogVerificationOptions
{
    /// <summary>
    /// The keys that may have signed checkpoints. A key with a name verifies only that stream, and demands that it exists.
    /// </summary>
    /// <value>Empty by default: then nothing can be verified.</value>
    public IList<AuditLogVerifierKey> Keys { get; } = [];

    /// <summary>
    /// Checkpoints that were kept out of reach of the writer, in any order. For each named stream, every anchor must agree with the
    /// records, except those that are older than the first record that is left after pruning.
    /// </summary>
    /// <value>Empty by default.</value>
    public IList<AuditLogCheckpoint> Anchors { get; } = [];

    /// <summary>Whether every stream needs an anchor.</summary>
    /// <value>False by default.</value>
    public bool RequireAnchor { get; set; }
}
