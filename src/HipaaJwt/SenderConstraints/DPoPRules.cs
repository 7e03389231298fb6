using System.Collections.Immutable;
using HipaaJwt.Jws;

namespace HipaaJwt.SenderConstraints;

/// <summary>The rules for DPoP proofs, as plain values that do not change.</summary>
/// <param name="Algorithms">The algorithms of proofs.</param>
/// <param name="MaxAge">How old a proof may be, without the skew.</param>
/// <param name="RequireNonce">Whether a proof needs a nonce of this service.</param>
internal sealed record DPoPRules(ImmutableArray<JwsAlgorithmRow> Algorithms, TimeSpan MaxAge, bool RequireNonce);
