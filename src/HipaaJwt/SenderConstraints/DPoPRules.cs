using System.Collections.Immutable;
using HipaaJwt.Jws;

namespace HipaaJwt.SenderConstraints;

/// <summary>The immutable rules for DPoP proofs.</summary>
/// <param name="Algorithms">The allowed signature algorithms.</param>
/// <param name="MaxAge">The maximum age of a proof, without the clock skew.</param>
/// <param name="RequireNonce">Whether a proof must contain a nonce of this service.</param>
internal sealed record DPoPRules(ImmutableArray<JwsAlgorithmRow> Algorithms, TimeSpan MaxAge, bool RequireNonce);
