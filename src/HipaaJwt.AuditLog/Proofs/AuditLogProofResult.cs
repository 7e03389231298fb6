using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt;

/// <summary>A proof of one record, or why there is none.</summary>
public sealed record AuditLogProofResult
{
    /// <summary>Whether there is a proof.</summary>
    [MemberNotNullWhen(true, nameof(Proof), nameof(Entry))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsProved => Proof is not null;

    /// <summary>The proof; null if there is a problem.</summary>
    public AuditLogProof? Proof { get; init; }

    /// <summary>The record; null if there is a problem.</summary>
    public AuditLogEntry? Entry { get; init; }

    /// <summary>Why there is no proof; null if there is one.</summary>
    public AuditLogProblem? Problem { get; init; }
}
