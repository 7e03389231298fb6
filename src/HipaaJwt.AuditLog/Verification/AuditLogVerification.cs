namespace HipaaJwt;

/// <summary>The result of a verification of all streams in a directory.</summary>
public sealed record AuditLogVerification
{
    /// <summary>The worst verdict of all streams; <see cref="AuditLogVerdict.NothingChecked"/> if there is none.</summary>
    public required AuditLogVerdict Verdict { get; init; }

    /// <summary>The streams, by the names of their directories, and then those that are missing.</summary>
    public required IReadOnlyList<AuditLogStreamVerification> Streams { get; init; }

    /// <summary>
    /// The problem with the directory or with the trusted keys; null if there is none. Streams have problems of their own.
    /// </summary>
    public AuditLogProblem? Problem { get; init; }

    /// <summary>Whether the verdict is <see cref="AuditLogVerdict.Valid"/> or <see cref="AuditLogVerdict.ValidAfterAnchor"/>.</summary>
    public bool IsValid => Verdict is AuditLogVerdict.Valid or AuditLogVerdict.ValidAfterAnchor;
}
