namespace HipaaJwt;

/// <summary>What is trusted, and the limits of what is accepted.</summary>
public sealed class HipaaJwtOptions
{
    /// <summary>The issuers whose tokens are accepted.</summary>
    /// <value>Empty by default; at least one is needed.</value>
    public IList<TrustedIssuer> Issuers { get; } = [];

    /// <summary>How far the clocks of issuer and service may differ.</summary>
    /// <value>30 seconds by default; 0 to 5 minutes.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest time from <c>iat</c> to <c>exp</c> that is accepted.</summary>
    /// <value>1 hour by default; more than zero and at most 24 hours.</value>
    public TimeSpan MaxTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest token that is accepted, in bytes.</summary>
    /// <value>16,384 by default; 256 to 1,048,576.</value>
    public int MaxTokenBytes { get; set; } = 16 * 1024;

    /// <summary>The memory of tokens that have been validated.</summary>
    public TokenCacheOptions TokenCache { get; } = new();

    /// <summary>How proofs of tokens that are bound to a key are checked.</summary>
    public DPoPOptions DPoP { get; } = new();

    /// <summary>The memory of what may be used once.</summary>
    public ReplayOptions Replay { get; } = new();

    /// <summary>The decryption of encrypted tokens, which are refused unless there are keys.</summary>
    public DecryptionOptions Decryption { get; } = new();

    /// <summary>What may only travel in encrypted tokens.</summary>
    public PhiClaimPolicy PhiClaims { get; } = new();

    /// <summary>The limits of the audit trail.</summary>
    public AuditOptions Audit { get; } = new();
}
