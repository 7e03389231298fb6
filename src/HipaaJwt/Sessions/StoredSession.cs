namespace HipaaJwt;

/// <summary>A session as a store returns it. All times are those of the store's clock.</summary>
public sealed record StoredSession
{
    /// <summary>The unique identifier of the session.</summary>
    public required Guid Id { get; init; }

    /// <summary>The key of the subject, as in <see cref="SessionEntry.SubjectKey"/>.</summary>
    public required UInt128 SubjectKey { get; init; }

    /// <summary>The client that the session was started for.</summary>
    public required string ClientId { get; init; }

    /// <summary>The random bytes that the refresh tokens of the session depend on.</summary>
    public required ReadOnlyMemory<byte> Salt { get; init; }

    /// <summary>The key or certificate that the tokens are bound to, as in <see cref="SessionEntry.Confirmation"/>.</summary>
    public string? Confirmation { get; init; }

    /// <summary>The encrypted data of the session.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The number of the current refresh token, from 0. It grows by one with each refresh that replaces the token.</summary>
    public required long Counter { get; init; }

    /// <summary>The time at which the session was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time at which the counter last grew; at first the time of creation.</summary>
    public required DateTimeOffset AdvancedAt { get; init; }

    /// <summary>The time of the last activity; at first the time of creation.</summary>
    public required DateTimeOffset TouchedAt { get; init; }

    /// <summary>The time at which the session ends without further activity.</summary>
    public required DateTimeOffset IdleAt { get; init; }

    /// <summary>The time at which the session ends in any case.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The state.</summary>
    public required SessionState State { get; init; }

    /// <summary>Why the session ended.</summary>
    /// <value><see cref="SessionEndReason.None"/> while it is active.</value>
    public SessionEndReason EndReason { get; init; }

    /// <summary>The number of refreshes in a row that were retried.</summary>
    public int RetriedRefreshes { get; init; }

    /// <summary>The time of the store's clock at which this was read.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>Formats the identifier and the state only.</summary>
    /// <returns>The identifier and the state.</returns>
    public override string ToString() => $"{nameof(StoredSession)} {Id} {State}";
}
