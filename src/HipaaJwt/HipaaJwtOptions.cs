using Microsoft.Extensions.Configuration;

namespace HipaaJwt;

/// <summary>
/// The trusted issuers and the limits of accepted tokens. Set them in code or in configuration with <c>services.AddHipaaJwt(…)</c>.
/// Invalid options stop the host at start with a message that names the option, the problem and the remedy.
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

    /// <summary>The largest accepted difference between the clocks of the issuer and this service.</summary>
    /// <value>30 seconds by default; 0 to 5 minutes.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest accepted time from <c>iat</c> to <c>exp</c> (RFC 7519, sections 4.1.4 and 4.1.6). Override it for one issuer with
    /// <see cref="TrustedIssuer.MaxTokenLifetime"/>.
    /// </summary>
    /// <value>1 hour by default; more than 0 and at most 24 hours.</value>
    public TimeSpan MaxTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest accepted token, in bytes.</summary>
    /// <value>16,384 by default; 256 to 1,048,576.</value>
    public int MaxTokenBytes { get; set; } = 16 * 1024;

    /// <summary>
    /// The time that one <see cref="ITokenUseCheck"/> may take. If a check takes longer, the token is rejected with
    /// <see cref="JwtErrorCode.CheckUnavailable"/>. The option is read at start.
    /// </summary>
    /// <value>1 second by default; more than 0 and at most 1 minute.</value>
    public TimeSpan TokenUseCheckTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Writes the <c>iss</c> and the audience of rejected tokens to the log, beside those that are expected (event 8). It is the only
    /// exception to the rule that logs contain nothing of a token. Only tokens whose signature is valid are logged. Outside the
    /// environment <c>Development</c>, the option stops the start of the host.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool LogIssuerAndAudienceOfRejectedTokensInDevelopment { get; set; }

    /// <summary>The limits of the validated token cache.</summary>
    /// <value>The defaults of <see cref="TokenCacheOptions"/>.</value>
    public TokenCacheOptions TokenCache { get; } = new();

    /// <summary>The validation of DPoP proofs (RFC 9449).</summary>
    /// <value>The defaults of <see cref="DPoPOptions"/>.</value>
    public DPoPOptions DPoP { get; } = new();

    /// <summary>The limits of the store of used one-time tokens and DPoP proofs. They apply to the whole process.</summary>
    /// <value>The defaults of <see cref="ReplayOptions"/>.</value>
    public ReplayOptions Replay { get; } = new();

    /// <summary>
    /// The limits of revocation. They apply to the whole process. Without a store of revocations, nothing is revoked before it expires.
    /// </summary>
    /// <value>The defaults of <see cref="RevocationOptions"/>.</value>
    public RevocationOptions Revocation { get; } = new();

    /// <summary>The decryption of encrypted tokens (RFC 7516). Without keys, encrypted tokens are rejected.</summary>
    /// <value>Without keys by default.</value>
    public DecryptionOptions Decryption { get; } = new();

    /// <summary>The policy for claims with patient data (PHI) in tokens that are not encrypted.</summary>
    /// <value>The defaults of <see cref="PhiClaimOptions"/>, which ignore such claims.</value>
    public PhiClaimOptions PhiClaims { get; } = new();

    /// <summary>The limits of the audit trail. They apply to the whole process.</summary>
    /// <value>The defaults of <see cref="AuditOptions"/>.</value>
    public AuditOptions Audit { get; } = new();

    /// <summary>What to do about missing issuers in development, added to the problem; null if development tokens were not added.</summary>
    internal string? MissingIssuersRemedy { get; set; }

    /// <summary>The configuration sections that were bound to these options.</summary>
    internal IList<IConfiguration> Sections { get; } = [];
}
