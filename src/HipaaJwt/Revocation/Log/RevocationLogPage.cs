namespace HipaaJwt;

/// <summary>A part of a revocation log, and the head of the log at the time of the read.</summary>
public sealed record RevocationLogPage
{
    /// <summary>The head of the log. It must be read at the same time as the revocations or before them.</summary>
    /// <value><see langword="null"/> if the store has no epoch, because it is new or has lost its data.</value>
    public required RevocationLogHead? Head { get; init; }

    /// <summary>The time of the read by the store's clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>
    /// The tag of the append at the sequence of the reader's position. It is the tag of the head if the position has its sequence.
    /// </summary>
    /// <value><see langword="null"/> if the log has no such append.</value>
    public required long? TagAtPosition { get; init; }

    /// <summary>
    /// The revocations after the sequence of the position and up to the head, in the order of their sequence. Fewer than requested mean
    /// that the page reaches the head.
    /// </summary>
    public required IReadOnlyList<LoggedRevocation> Revocations { get; init; }
}
