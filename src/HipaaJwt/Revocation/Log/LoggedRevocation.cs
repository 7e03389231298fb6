namespace HipaaJwt;

/// <summary>A revocation in the log of a store.</summary>
public sealed record LoggedRevocation
{
    /// <summary>The epoch in which the revocation was appended.</summary>
    /// <value>Required in the answer of an append. Readers of the log ignore it.</value>
    public Guid Epoch { get; init; }

    /// <summary>The position in the log: one more than the sequence of the log before the append.</summary>
    public required long Sequence { get; init; }

    /// <summary>The random number of the append.</summary>
    public required long Tag { get; init; }

    /// <summary>What the revocation ends.</summary>
    public required RevocationKind Kind { get; init; }

    /// <summary>The digest of the identifiers, as appended.</summary>
    public required UInt128 Key { get; init; }

    /// <summary>The time of the append by the store's clock.</summary>
    public required DateTimeOffset RevokedAt { get; init; }

    /// <summary>The time by the store's clock until which the store keeps the revocation.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
