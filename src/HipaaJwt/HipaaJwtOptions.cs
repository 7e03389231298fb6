using Microsoft.Extensions.Configuration;

namespace HipaaJwt;

/// <summary>
/// The trusted issuers and the limits of accepted tokens. Set them in <c>services.AddHipaaJwt(…)</c>. Invalid options stop the
/// host at start with a message that names the option, the problem and the remedy.
/// </summary>
/// <example>
/// <code>
/// services.AddHipaaJwt(options => options.Issuers.Add(new TrustedIssuer
/// {
///     Issuer = "https://idp.hospital.example",
///     Audiences = { "https://charts.hospital.example" },
///     Algorithms = { JwsAlgorithm.ES256 },
///     MetadataAddress = "https://idp.hospital.example/.well-known/openid-configuration",
/// }));
/// </code>
/// </example>
public sealed class HipaaJwtOptions
{
    /// <summary>The issuers whose tokens are accepted.</summary>
    /// <value>Empty by default; at least one is required.</value>
    public IList<TrustedIssuer> Issuers { get; } = [];

    /// <summary>The largest accepted difference between the clocks of issuer and service.</summary>
    /// <value>30 seconds by default; 0 to 5 minutes.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest accepted time from <c>iat</c> to <c>exp</c>.</summary>
    /// <value>1 hour by default; more than 0 and at most 24 hours.</value>
    public TimeSpan MaxTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest accepted token, in bytes.</summary>
    /// <value>16,384 by default; 256 to 1,048,576.</value>
    public int MaxTokenBytes { get; set; } = 16 * 1024;

    /// <summary>
    /// The time that one <see cref="ITokenUseCheck"/> may take. A check that takes longer makes the token rejected with
    /// <see cref="JwtErrorCode.CheckUnavailable"/>. Read at start.
    /// </summary>
    /// <value>1 second by default; more than 0 and at most 1 minute.</value>
    public TimeSpan TokenUseCheckTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The cache of validated tokens.</summary>
    public TokenCacheOptions TokenCache { get; } = new();

    /// <summary>The validation of DPoP proofs.</summary>
    public DPoPOptions DPoP { get; } = new();

    /// <summary>The store of one-time tokens and DPoP proofs that have been used. It serves the whole process.</summary>
    public ReplayOptions Replay { get; } = new();

    /// <summary>The decryption of encrypted tokens. They are rejected unless it has keys.</summary>
    public DecryptionOptions Decryption { get; } = new();

    /// <summary>The claims that may appear in encrypted tokens only.</summary>
    public PhiClaimOptions PhiClaims { get; } = new();

    /// <summary>The limits of the audit trail. They apply to the whole process.</summary>
    public AuditOptions Audit { get; } = new();

    /// <summary>The configuration sections that were bound to these options.</summary>
    internal IList<IConfiguration> Sections { get; } = [];
}
