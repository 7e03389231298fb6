using HipaaJwt.Jws;

namespace HipaaJwt;

/// <summary>The rules for DPoP proofs of tokens that are bound to a key (RFC 9449). The options are read at start.</summary>
public sealed class DPoPOptions
{
    /// <summary>
    /// The allowed signature algorithms of proofs. There is a default because the issuer binds each token to the key that signs
    /// its proofs. HMAC algorithms are not allowed.
    /// </summary>
    /// <value>
    /// <c>ES256</c>, <c>ES384</c>, <c>ES512</c>, <c>PS256</c>, <c>PS384</c>, <c>PS512</c>, <c>RS256</c>, <c>RS384</c> and
    /// <c>RS512</c> by default; at least one.
    /// </value>
    public IList<JwsAlgorithm> Algorithms { get; } = new AlgorithmList(
        JwsAlgorithm.ES256, JwsAlgorithm.ES384, JwsAlgorithm.ES512,
        JwsAlgorithm.PS256, JwsAlgorithm.PS384, JwsAlgorithm.PS512,
        JwsAlgorithm.RS256, JwsAlgorithm.RS384, JwsAlgorithm.RS512);

    /// <summary>
    /// The maximum age of a proof, by its <c>iat</c> (RFC 9449 section 11.1). <see cref="HipaaJwtOptions.ClockSkew"/> extends it in
    /// both directions.
    /// </summary>
    /// <value>1 minute by default; 1 second to 5 minutes.</value>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Requires a nonce of this service in each proof, so that an attacker cannot create proofs in advance (RFC 9449 section 9).
    /// Clients receive the nonce in the header <c>DPoP-Nonce</c> and repeat their first request.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RequireNonce { get; set; }

    /// <summary>The time after which the nonce changes. The validator also accepts the previous nonce.</summary>
    /// <value>5 minutes by default; 10 seconds to 1 hour.</value>
    public TimeSpan NonceLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The secret that nonces are derived from: at least 32 random bytes in base64 or base64url. Set it if several instances must
    /// accept each other's nonces.
    /// </summary>
    /// <value><see langword="null"/> by default. Each process then generates a random secret.</value>
    public string? NonceKey { get; set; }
}
