using System.Runtime.CompilerServices;
using HipaaJwt.Jws;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt;

/// <summary>An issuer whose tokens are accepted, and the rules for its tokens.</summary>
/// <remarks>
/// The validator rejects tokens whose issuer, audience, algorithm or type is not listed. For well-known identity providers, start from
/// a factory such as <see cref="ForEntraId"/> and change its properties.
/// </remarks>
/// <example>
/// <code>
/// options.Issuers.Add(new TrustedIssuer
/// {
///     Issuer = "https://idp.hospital.example",
///     Audiences = { "https://charts.hospital.example" },
///     Algorithms = { JwsAlgorithm.ES256 },
///     MetadataAddress = "https://idp.hospital.example/.well-known/openid-configuration",
/// });
/// </code>
/// </example>
public sealed partial class TrustedIssuer
{
    /// <summary>The name of the issuer. The <c>iss</c> claim must equal it exactly (RFC 8725, section 3.8).</summary>
    /// <value>Empty by default; required, unless <see cref="Authority"/> is set and is the name of the issuer.</value>
    public string Issuer { get; set; } = string.Empty;

    /// <summary>
    /// Other spellings of <see cref="Issuer"/> in <c>iss</c>. An example is <c>accounts.google.com</c> of Google. A result and its audit
    /// event contain <see cref="Issuer"/>, whichever a token contains.
    /// </summary>
    /// <value>Empty by default.</value>
    public IList<string> IssuerAliases { get; } = [];

    /// <summary>
    /// The names of this service. At least one audience of a token must equal one of them exactly (RFC 8725, section 3.9).
    /// </summary>
    /// <value>Empty by default; at least one is required.</value>
    public IList<string> Audiences { get; } = [];

    /// <summary>The algorithms that the issuer signs with (RFC 8725, section 3.1).</summary>
    /// <value>Empty by default; at least one is required.</value>
    public IList<JwsAlgorithm> Algorithms { get; } = new AlgorithmList();

    /// <summary>
    /// The accepted values of the <c>typ</c> header parameter (RFC 8725, section 3.11). Case and the prefix <c>application/</c> do not
    /// matter. To replace the default, use <see cref="ReplaceTokenTypes"/>.
    /// </summary>
    /// <value><c>at+jwt</c> by default (RFC 9068, section 2.1). May be empty only with <see cref="AllowMissingTokenType"/>.</value>
    public IList<string> TokenTypes { get; } = ["at+jwt"];

    /// <summary>
    /// Accepts tokens without <c>typ</c>. Then a token that the issuer made for another purpose may be accepted as an access token.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AllowMissingTokenType { get; set; }

    /// <summary>
    /// The keys that verify the issuer's tokens. A key that is too weak stops the host at start: RSA below 2048 or above 16384 bits, an
    /// RSA exponent below 65537, HMAC keys shorter than the hash, and curves other than P-256, P-384 and P-521.
    /// </summary>
    /// <value>
    /// Empty by default; at least one is required unless <see cref="Authority"/>, <see cref="MetadataAddress"/> or
    /// <see cref="JwksUri"/> is set.
    /// </value>
    public IList<SecurityKey> SigningKeys { get; } = [];

    /// <summary>
    /// The base address of the issuer, as JwtBearer has it. The address of the metadata is this address with
    /// <c>/.well-known/openid-configuration</c> (OpenID Connect Discovery 1.0, section 4). If <see cref="Issuer"/> is empty, the issuer is
    /// this address, exactly as written. The metadata must name it exactly, so nothing else becomes trusted.
    /// </summary>
    /// <value>
    /// <see langword="null"/> by default. It must be https, or http on a loopback address. Do not set it together with
    /// <see cref="MetadataAddress"/> or <see cref="JwksUri"/>.
    /// </value>
    /// <example>
    /// <code>
    /// options.Issuers.Add(new TrustedIssuer
    /// {
    ///     Authority = "https://idp.hospital.example/realms/clinic",
    ///     Audiences = { "https://charts.hospital.example" },
    ///     Algorithms = { JwsAlgorithm.RS256 },
    /// });
    /// </code>
    /// </example>
    public string? Authority { get; set; }

    /// <summary>
    /// The address of the issuer's metadata (OpenID Connect Discovery 1.0; RFC 8414), which contains the address of its keys. It must
    /// be https, or http on a loopback address, unless <see cref="AllowKeysOverPlainHttp"/> is set. Its <c>issuer</c>, or its
    /// <c>access_token_issuer</c> (AD FS), must equal <see cref="Issuer"/> exactly.
    /// </summary>
    /// <value><see langword="null"/> by default: no keys are fetched. Do not set it together with <see cref="JwksUri"/>.</value>
    public string? MetadataAddress { get; set; }

    /// <summary>
    /// The address of the issuer's JWK Set (RFC 7517, section 5), for issuers without metadata. It must be https, or http on a loopback
    /// address, unless <see cref="AllowKeysOverPlainHttp"/> is set.
    /// </summary>
    /// <value><see langword="null"/> by default: no keys are fetched. Do not set it together with <see cref="MetadataAddress"/>.</value>
#pragma warning disable CA1056 // A string, as in configuration. The options validator reports an invalid address with its path.
    public string? JwksUri { get; set; }
#pragma warning restore CA1056

    /// <summary>
    /// Downloads metadata and keys over plain http from other machines, such as <c>http://keycloak:8080</c> in a network of containers.
    /// Anyone on the network path can then replace the keys and forge tokens. It is allowed only if the environment of the host is
    /// Development; elsewhere it stops the host at start.
    /// </summary>
    /// <value><see langword="false"/> by default. The start warns of it.</value>
    public bool AllowKeysOverPlainHttp { get; set; }

    /// <summary>Code that provides the issuer's keys instead of an address, for an issuer in this process.</summary>
    /// <value>
    /// <see langword="null"/> by default. Do not set it together with <see cref="MetadataAddress"/> or <see cref="JwksUri"/>.
    /// </value>
    public IKeySetSource? KeySetSource { get; set; }

    /// <summary>
    /// The time between two refreshes of fetched keys. The issuer's <c>Cache-Control</c> can shorten it, and a token with an unknown
    /// <c>kid</c> requests a refresh at once. Each address receives at most one request in 10 seconds.
    /// </summary>
    /// <value>5 minutes by default; 10 seconds to 24 hours. At most half of <see cref="MaxKeyAge"/> takes effect.</value>
    public TimeSpan KeyRefreshInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long fetched keys are used while the issuer does not answer. After that, the issuer's tokens are rejected with
    /// <see cref="JwtErrorCode.KeysUnavailable"/>. A JWK Set that the issuer publishes withdraws the keys that it does not contain at once,
    /// also if it is defective.
    /// </summary>
    /// <value>24 hours by default; 1 minute to 7 days.</value>
    public TimeSpan MaxKeyAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The longest accepted time from <c>iat</c> to <c>exp</c> for this issuer's tokens.</summary>
    /// <value>
    /// <see langword="null"/> by default: <see cref="HipaaJwtOptions.MaxTokenLifetime"/> applies. More than 0 and at most 28 hours, the
    /// longest lifetime of Microsoft Entra ID (continuous access evaluation). The start warns above 1 hour.
    /// </value>
    public TimeSpan? MaxTokenLifetime { get; set; }

    /// <summary>
    /// The claim that must name one of <see cref="Audiences"/>. Change it only for providers whose access tokens have no <c>aud</c>. If
    /// such a token has an <c>aud</c> nevertheless, it must name one of the audiences too (RFC 7519, section 4.1.3).
    /// </summary>
    /// <value><c>aud</c> by default.</value>
    public string AudienceClaim { get; set; } = ClaimNames.Audience;

    /// <summary>
    /// The claims that must be strings and equal one of the given values exactly. An example is <c>token_use</c>, with which some
    /// providers distinguish access tokens from other tokens (RFC 8725, section 3.12). Several entries may have the same
    /// <see cref="Issuer"/> if they require other values of one claim, such as <c>tfp</c> of Azure AD B2C. Then each has its own keys.
    /// </summary>
    /// <value>Empty by default.</value>
    public IDictionary<string, IReadOnlyList<string>> RequiredClaimValues { get; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>
    /// The claim that names the subject in <see cref="ValidatedJwt.Subject"/> and in audit events. It is required. An example is
    /// <c>oid</c>, which names a user of Microsoft Entra ID for every service.
    /// </summary>
    /// <value><c>sub</c> by default (RFC 7519, section 4.1.2).</value>
    public string SubjectClaim { get; set; } = ClaimNames.Subject;

    /// <summary>
    /// The claim that names the client in <see cref="ValidatedJwt.ClientId"/> and in audit events. An example is <c>cid</c> of Okta.
    /// </summary>
    /// <value>
    /// <see langword="null"/> by default: <c>client_id</c> (RFC 9068, section 2.2), or <c>azp</c> if it is missing.
    /// </value>
    public string? ClientIdClaim { get; set; }

    /// <summary>
    /// The claim that identifies the token in <see cref="ValidatedJwt.Id"/>, in audit events and for <see cref="RequireSingleUse"/>. An
    /// example is <c>uti</c> of Microsoft Entra ID. In <see cref="RequiredClaims"/>, <c>jti</c> stands for it.
    /// </summary>
    /// <value><c>jti</c> by default (RFC 7519, section 4.1.7).</value>
    public string TokenIdClaim { get; set; } = ClaimNames.JwtId;

    /// <summary>
    /// The claim with the name of the user for the <c>Name</c> of a <see cref="JwtIdentity"/>. It has no other effect. An example is
    /// <c>preferred_username</c>. Users may be able to change it, so do not authorize by it.
    /// </summary>
    /// <value><see langword="null"/> by default: the claim that <see cref="SubjectClaim"/> names.</value>
    public string? NameClaim { get; set; }

    /// <summary>
    /// Takes the client for the subject of a token that the client requested for itself (RFC 6749, section 4.4), if the issuer writes no
    /// subject into such tokens. A token is one if it has no subject, names a client, and contains no claim of a user, such as
    /// <c>sid</c>, <c>auth_time</c>, <c>acr</c>, <c>amr</c>, <c>preferred_username</c> or the scope <c>openid</c>.
    /// </summary>
    /// <remarks>
    /// If a client could choose its identifier, it could take that of a user (RFC 9068, section 5). Allow it only for issuers whose
    /// clients cannot do so.
    /// </remarks>
    /// <value><see langword="false"/> by default: tokens without a subject are rejected. The start warns of it.</value>
    public bool AllowClientAsSubject { get; set; }

    /// <summary>
    /// Rejects tokens that do not name the client that requested them: in <c>client_id</c> (RFC 9068, section 2.2) or, as with some
    /// providers, in <c>azp</c>. If <see cref="ClientIdClaim"/> is set, that claim is required instead.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RequireClientId { get; set; }

    /// <summary>
    /// Rejects tokens that are signed but not encrypted (RFC 7519, section 11.2). Configure the issuer to encrypt as well: anyone who sees
    /// a signed token can encrypt it with the service's public key.
    /// </summary>
    /// <value><see langword="false"/> by default. It requires keys in <see cref="HipaaJwtOptions.Decryption"/>.</value>
    public bool RequireEncryption { get; set; }

    /// <summary>
    /// Rejects tokens that are not sender-constrained by DPoP (RFC 9449) or by a client certificate (RFC 8705).
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RequireSenderConstraint { get; set; }

    /// <summary>
    /// Accepts each token once, by its <see cref="TokenIdClaim"/>. Set it only for one-time tokens: clients use an access
    /// token many times, and every use after the first would be rejected.
    /// </summary>
    /// <value><see langword="false"/> by default. It requires <see cref="TokenIdClaim"/> in <see cref="RequiredClaims"/>.</value>
    public bool RequireSingleUse { get; set; }

    /// <summary>
    /// The claims that a token must contain in addition to <c>iss</c>, <see cref="SubjectClaim"/>, <c>exp</c>, <c>iat</c> and
    /// <see cref="AudienceClaim"/>, which are always required. <c>jti</c> stands for <see cref="TokenIdClaim"/>.
    /// </summary>
    /// <value><c>jti</c> by default.</value>
    public IList<string> RequiredClaims { get; } = [ClaimNames.JwtId];

    /// <summary>
    /// The client identifiers of this application at the issuer. A logout token must name one of them in <c>aud</c> (OpenID Connect
    /// Back-Channel Logout 1.0, section 2.6). They are used by <see cref="IBackChannelLogout"/> only.
    /// </summary>
    /// <value>Empty by default: logout tokens of the issuer are rejected.</value>
    public IList<string> LogoutAudiences { get; } = [];

    /// <summary>
    /// Accepts logout tokens without <c>typ</c>, and with the <c>typ</c> <c>JWT</c>. Set it only if the issuer does not write
    /// <c>logout+jwt</c>: then only the claims distinguish a logout token from other tokens.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AllowUntypedLogoutTokens { get; set; }

    /// <summary>
    /// Accepts logout tokens without <c>exp</c>, which drafts of the standard allowed. <see cref="MaxLogoutTokenAge"/> still applies.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AllowLogoutTokensWithoutExpiration { get; set; }

    /// <summary>The maximum time since the <c>iat</c> of a logout token. <see cref="HipaaJwtOptions.ClockSkew"/> is added to it.</summary>
    /// <value>2 minutes by default; 10 seconds to 1 hour.</value>
    public TimeSpan MaxLogoutTokenAge { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Replaces <see cref="Audiences"/>, such as those of a preset.</summary>
    /// <param name="audiences">The names of this service; at least one, none of them empty.</param>
    /// <returns>The same issuer.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="audiences"/> is <see langword="null"/>.</exception>
    public TrustedIssuer ReplaceAudiences(params string[] audiences) => Replace(Audiences, audiences);

    /// <summary>Replaces <see cref="Algorithms"/>, such as those of a preset.</summary>
    /// <param name="algorithms">The algorithms that the issuer signs with; at least one.</param>
    /// <returns>The same issuer.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="algorithms"/> is <see langword="null"/>.</exception>
    public TrustedIssuer ReplaceAlgorithms(params JwsAlgorithm[] algorithms) => Replace(Algorithms, algorithms);

    /// <summary>Replaces <see cref="TokenTypes"/>, whose default is <c>at+jwt</c>, or those of a preset.</summary>
    /// <param name="tokenTypes">
    /// The accepted values of <c>typ</c>, none of them empty. There may be none only with <see cref="AllowMissingTokenType"/>.
    /// </param>
    /// <returns>The same issuer.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tokenTypes"/> is <see langword="null"/>.</exception>
    public TrustedIssuer ReplaceTokenTypes(params string[] tokenTypes) => Replace(TokenTypes, tokenTypes);

    /// <summary>
    /// Replaces <see cref="RequiredClaims"/>, whose default is <c>jti</c>, or those of a preset. A preset may require claims that only
    /// access tokens contain, so that ID tokens are rejected.
    /// </summary>
    /// <param name="claims">The required claims, none of them empty.</param>
    /// <returns>The same issuer.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="claims"/> is <see langword="null"/>.</exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForAuth0("clinic.eu.auth0.com", "https://charts.hospital.example")
    ///     .ReplaceTokenTypes("at+jwt")
    ///     .ReplaceRequiredClaims("jti"));
    /// </code>
    /// </example>
    public TrustedIssuer ReplaceRequiredClaims(params string[] claims) => Replace(RequiredClaims, claims);

    /// <summary>The name of the issuer: <see cref="Issuer"/>, or <see cref="Authority"/> if it is empty.</summary>
    internal string Name => string.IsNullOrEmpty(Issuer) ? Authority ?? string.Empty : Issuer;

    /// <summary>The configuration paths of the signing keys that were read from configuration.</summary>
    internal Dictionary<SecurityKey, string> KeyPaths { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether the issuer makes development tokens, which may be valid for months.</summary>
    internal bool IsDevelopment { get; init; }

    /// <summary>The path of the configuration section that contains the issuer; null if code added it.</summary>
    internal string? ConfigurationPath { get; set; }

    private TrustedIssuer Replace<T>(IList<T> list, T[] entries, [CallerArgumentExpression(nameof(entries))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(entries, parameter);
        list.Clear();
        foreach (var entry in entries)
        {
            list.Add(entry);
        }

        return this;
    }
}
