using System.Collections.Frozen;
using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>The result of a refresh.</summary>
internal sealed record JwksFetchResult(JwksFetchOutcome Outcome)
{
    /// <summary>The keys to use; empty unless the outcome is <see cref="JwksFetchOutcome.Fetched"/>.</summary>
    public ImmutableArray<FetchedKey> Keys { get; init; } = [];

    /// <summary>
    /// What the JWK Set publishes, by <see cref="KeySnapshot.IdentityOf"/>, if its issuer answered; null if there is no answer of the
    /// issuer. A defective set adds no keys, but it withdraws those that it does not contain.
    /// </summary>
    public FrozenSet<string>? Published { get; init; }

    /// <summary>The keys whose private part is in the JWK Set.</summary>
    public ImmutableArray<LeakedKey> Leaked { get; init; } = [];

    public ImmutableArray<SkippedKey> Skipped { get; init; } = [];

    /// <summary>What is known of the reason of a failure, such as the HTTP status; null if the outcome says it all.</summary>
    public string? Detail { get; init; }

    /// <summary>How long the response may be cached; null if it does not say so.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Whether no request reached the host, so that a retry soon is no burden to it.</summary>
    public bool CanRetrySoon { get; init; }

    /// <summary>The time of the request by the clock. The issuer used the keys at that time, so their age counts from it.</summary>
    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>The time of the request by the monotonic timer.</summary>
    public long RequestTimestamp { get; init; }

    /// <summary>The outcome and the detail, for logs and the health check.</summary>
    public string Reason => Detail is null ? Outcome.ToString() : $"{Outcome} ({Detail})";

    public override string ToString() => Outcome.ToString();
}

/// <summary>A key that can be used, and its index in the set, from 0.</summary>
internal readonly record struct FetchedKey(int Index, VerificationKeyMaterial Key);

/// <summary>A key that is not used: its index in the set, from 0, and the problem as the predicate of a sentence.</summary>
/// <param name="Index">The index.</param>
/// <param name="Problem">The problem.</param>
/// <param name="IsExpected">Whether the key is only meant for something else, so that nobody needs to do anything.</param>
internal readonly record struct SkippedKey(int Index, string Problem, bool IsExpected = false);
