using System.Collections.Immutable;
using HipaaJwt.Issuers;
using HipaaJwt.Text;

namespace HipaaJwt.Keys;

/// <summary>
/// The keys that one <c>kid</c> and algorithm can mean, or one algorithm if a token has no <c>kid</c>. Several issuers may have such
/// keys. Immutable.
/// </summary>
internal sealed class KeyCandidates
{
    private readonly IssuerTable<VerificationKey>? _byIssuer;

    /// <param name="keys">The keys. A key that an issuer has more than once counts once.</param>
    public KeyCandidates(IEnumerable<VerificationKey> keys)
    {
        VerificationKey[] all = [.. keys];
        All = all.Length == 1 ? [.. all] : [.. all.DistinctBy(key => new Identity(key.Issuer, key.Thumbprint))];
        _byIssuer = All.Length == 1 ? null : new IssuerTable<VerificationKey>(All, key => key.Issuer);
    }

    public ImmutableArray<VerificationKey> All { get; }

    /// <summary>The key, if only one can be meant whatever the issuer; otherwise null.</summary>
    public VerificationKey? Only => All.Length == 1 ? All[0] : null;

    /// <summary>Finds the only key of the issuer that claims name; null if the issuer is unknown or has none or several.</summary>
    public VerificationKey? Find(in JsonObject claims) => _byIssuer?.FindOnly(claims);

    /// <summary>Whether one of the keys belongs to the issuer.</summary>
    public bool Contains(IssuerPolicy issuer) => _byIssuer?.Contains(issuer) ?? All[0].Issuer == issuer;

    private sealed record Identity(IssuerPolicy Issuer, string Thumbprint)
    {
        public override string ToString() => nameof(Identity);
    }
}
