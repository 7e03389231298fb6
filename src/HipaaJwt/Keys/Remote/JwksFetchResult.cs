using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>The result of a refresh.</summary>
internal sealed record JwksFetchResult(JwksFetchOutcome Outcome)
{
    public ImmutableArray<VerificationKeyMaterial> Keys { get; init; } = [];

    public ImmutableArray<SkippedKey> Skipped { get; init; } = [];

    /// <summary>How long the response may be cached; null if it does not say so.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The time of the request by the clock. The issuer used the keys at that time, so their age counts from it.</summary>
    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>The time of the request by the monotonic timer.</summary>
    public long RequestTimestamp { get; init; }
}

/// <summary>A key that cannot be used: its index in the set, from 0, and the problem as the predicate of a sentence.</summary>
internal readonly record struct SkippedKey(int Index, string Problem);
