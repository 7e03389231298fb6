namespace HipaaJwt;

/// <summary>The state of a revocation log after its last append.</summary>
public sealed record RevocationLogHead
{
    /// <summary>The identifier of the history. A log whose earlier content may be lost receives a new one.</summary>
    public required Guid Epoch { get; init; }

    /// <summary>The time by the store's clock until which all issued tokens are rejected, because revocations may be lost.</summary>
    /// <value><see langword="null"/> if no revocation can be lost.</value>
    public required DateTimeOffset? Floor { get; init; }

    /// <summary>The number of appends and started epochs.</summary>
    public required long Sequence { get; init; }

    /// <summary>The random number of the last append or of the start of the epoch.</summary>
    public required long Tag { get; init; }
}
