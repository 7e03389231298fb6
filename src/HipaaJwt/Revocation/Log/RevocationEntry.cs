namespace HipaaJwt;

/// <summary>A revocation as a store receives it. It contains a digest of the identifiers and no personal data.</summary>
public readonly record struct RevocationEntry
{
    /// <summary>What the revocation ends.</summary>
    public required RevocationKind Kind { get; init; }

    /// <summary>
    /// The first 16 bytes, in big-endian order, of the SHA-256 digest of the kind, the issuer and the revoked identifier.
    /// </summary>
    public required UInt128 Key { get; init; }

    /// <summary>
    /// The time for which the store must keep the revocation, from the time of the append. After it, no token that the revocation
    /// ends can be valid.
    /// </summary>
    public required TimeSpan Retention { get; init; }
}
