namespace HipaaJwt;

/// <summary>How the proofs of tokens that are bound to a key are checked (DPoP, RFC 9449). The options are read at start.</summary>
public sealed class DPoPOptions
{
    /// <summary>
    /// The algorithms of proofs. A proof is signed by the client with the key that the issuer bound the token to, so unlike
    /// those of an issuer they have a default. HMAC is never among them.
    /// </summary>
    /// <value>The nine asymmetric ones by default; at least one is needed.</value>
    public IList<JwsAlgorithm> Algorithms { get; } =
    [
        JwsAlgorithm.ES256, JwsAlgorithm.ES384, JwsAlgorithm.ES512,
        JwsAlgorithm.PS256, JwsAlgorithm.PS384, JwsAlgorithm.PS512,
        JwsAlgorithm.RS256, JwsAlgorithm.RS384, JwsAlgorithm.RS512,
    ];

    /// <summary>How old a proof may be, by its <c>iat</c>; <see cref="HipaaJwtOptions.ClockSkew"/> is added on both sides.</summary>
    /// <value>1 minute by default; 1 second to 5 minutes.</value>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Demands a nonce of this service in each proof, so that nobody can prepare proofs for later (RFC 9449, section 9).
    /// Clients learn it from the header <c>DPoP-Nonce</c> and repeat their first request.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RequireNonce { get; set; }

    /// <summary>How often the nonce changes. The one before is accepted too.</summary>
    /// <value>5 minutes by default; 10 seconds to 1 hour.</value>
    public TimeSpan NonceLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The secret that nonces are made with, for several instances that must accept one another's: at least 32 random bytes in
    /// base64 or base64url.
    /// </summary>
    /// <value><see langword="null"/> by default: one at random for each process.</value>
    public string? NonceKey { get; set; }
}
