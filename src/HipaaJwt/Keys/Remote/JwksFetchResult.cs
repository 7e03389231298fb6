using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>What a refresh brought.</summary>
internal sealed record JwksFetchResult(JwksFetchOutcome Outcome)
{
    public ImmutableArray<VerificationKeyMaterial> Keys { get; init; } = [];

    public ImmutableArray<SkippedKey> Skipped { get; init; } = [];

    /// <summary>For how long the issuer says that its answer holds.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>When the keys were asked for, by the clock and by the timer: they are known to be good at that time.</summary>
    public DateTimeOffset RequestedAt { get; init; }

    /// <inheritdoc cref="RequestedAt"/>
    public long RequestTimestamp { get; init; }
}

/// <summary>A key of a set that cannot be used, by its index in the set, and why.</summary>
internal readonly record struct SkippedKey(int Index, string Problem);
