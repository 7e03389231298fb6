using System.Collections.Immutable;
using HipaaJwt.Text;

namespace HipaaJwt.Keys;

/// <summary>
/// The keys that one <c>kid</c> and algorithm can mean, or one algorithm if a token has no <c>kid</c>. Several issuers may have such
/// keys. Immutable.
/// </summary>
internal sealed class KeyCandidates
{
    private readonly Utf8Table<VerificationKey?>? _byIssuer;

    /// <param name="keys">The keys. A key that an issuer has more than once counts once.</param>
    public KeyCandidates(IEnumerable<VerificationKey> keys)
    {
        All = [.. keys.DistinctBy(key => (key.Issuer, key.Thumbprint))];
        _byIssuer = All.Length == 1 ? null : new Utf8Table<VerificationKey?>(All
            .GroupBy(key => key.Issuer.Issuer, StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create(group.Key, group.Count() == 1 ? group.Single() : null)));
    }

    public ImmutableArray<VerificationKey> All { get; }

    /// <summary>The key, if only one can be meant whatever the issuer; otherwise null.</summary>
    public VerificationKey? Only => All.Length == 1 ? All[0] : null;

    /// <summary>Finds the only key of an issuer. The issuer is a string value of a validated JSON text.</summary>
    /// <returns>The key; null if the issuer is unknown or has none or several.</returns>
    public VerificationKey? Find(ReadOnlySpan<byte> json, JsonValue issuer) =>
        _byIssuer is not null && _byIssuer.TryGetValue(json, issuer, out var key) ? key : null;

    /// <summary>Whether one of the keys belongs to the issuer.</summary>
    public bool Contains(ReadOnlySpan<byte> utf8Issuer) =>
        _byIssuer?.TryGetValue(utf8Issuer, out _) ?? utf8Issuer.SequenceEqual(All[0].Issuer.Utf8Issuer);
}
