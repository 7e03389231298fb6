using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt;

/// <summary>An issuer whose tokens are accepted, and the rules they must meet. Nothing that is not listed is accepted.</summary>
public sealed partial class TrustedIssuer
{
    /// <summary>The issuer's name, which <c>iss</c> must equal to the letter (RFC 8725, section 3.8).</summary>
    /// <value>There is no default.</value>
    public string Issuer { get; set; } = string.Empty;

    /// <summary>The names of this service; one of a token's audiences must equal one of them to the letter (RFC 8725, section 3.9).</summary>
    /// <value>Empty by default; at least one is needed.</value>
    public IList<string> Audiences { get; } = [];

    /// <summary>The algorithms that the issuer signs with (RFC 8725, section 3.1).</summary>
    /// <value>Empty by default; at least one is needed.</value>
    public IList<JwsAlgorithm> Algorithms { get; } = [];

    /// <summary>
    /// The accepted values of <c>typ</c> (RFC 8725, section 3.11). Case does not matter, and <c>application/</c> may be left
    /// out. To accept others instead of the default, clear the list first.
    /// </summary>
    /// <value><c>at+jwt</c> by default (RFC 9068, section 2.1).</value>
    public IList<string> TokenTypes { get; } = ["at+jwt"];

    /// <summary>
    /// Accepts tokens without <c>typ</c>. What is given up: a token that the issuer made for another purpose may pass for an
    /// access token.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AllowMissingTokenType { get; set; }

    /// <summary>
    /// The keys that verify the issuer's tokens. Keys below the floor (RSA under 2048 bits or with an exponent under 65537,
    /// HMAC keys shorter than their hash, other curves than P-256, P-384 and P-521) stop the application at start.
    /// </summary>
    /// <value>Empty by default; at least one is needed, unless keys are fetched.</value>
    public IList<SecurityKey> SigningKeys { get; } = [];

    /// <summary>
    /// The address of the issuer's metadata (OpenID Connect Discovery 1.0; RFC 8414), which name where its keys are. It must be
    /// https, except on this machine, and the <c>issuer</c> in it must be <see cref="Issuer"/> to the letter.
    /// </summary>
    /// <value><see langword="null"/> by default: no keys are fetched.</value>
    public string? MetadataAddress { get; set; }

    /// <summary>The address of the issuer's JWK Set (RFC 7517, section 5), where there is no metadata. It must be https, except on this machine.</summary>
    /// <value><see langword="null"/> by default: no keys are fetched.</value>
#pragma warning disable CA1056 // A text, as settings and metadata write it; what is no address is told of at start, with the option's path.
    public string? JwksUri { get; set; }
#pragma warning restore CA1056

    /// <summary>
    /// How often keys are fetched anew. The issuer's <c>Cache-Control</c> can shorten it, and a token with an unknown
    /// <c>kid</c> asks for them at once; whatever asks, each address is asked at most every 10 seconds.
    /// </summary>
    /// <value>5 minutes by default; 10 seconds to 24 hours.</value>
    public TimeSpan KeyRefreshInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the last good keys serve while the issuer cannot be reached. After that its tokens are refused as unavailable.</summary>
    /// <value>24 hours by default; 1 minute to 7 days.</value>
    public TimeSpan MaxKeyAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The longest time from <c>iat</c> to <c>exp</c> of this issuer's tokens.</summary>
    /// <value><see langword="null"/> by default: that of <see cref="HipaaJwtOptions.MaxTokenLifetime"/>; more than zero and at most 24 hours.</value>
    public TimeSpan? MaxTokenLifetime { get; set; }

    /// <summary>
    /// The claim that must name one of <see cref="Audiences"/>. Another one than <c>aud</c> is for providers whose access tokens
    /// have none. An <c>aud</c> that is there nevertheless must name one of them too (RFC 7519, section 4.1.3).
    /// </summary>
    /// <value><c>aud</c> by default.</value>
    public string AudienceClaim { get; set; } = ClaimNames.Audience;

    /// <summary>
    /// Claims that must be strings, each one of these values to the letter: such as <c>token_use</c>, by which some providers
    /// tell access tokens from others (RFC 8725, section 3.12).
    /// </summary>
    /// <value>Empty by default.</value>
    public IDictionary<string, IReadOnlyList<string>> RequiredClaimValues { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>
    /// Refuses tokens that do not name the client that asked for them: in <c>client_id</c> (RFC 9068, section 2.2) or, as some
    /// providers do, in <c>azp</c>.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RequireClientId { get; set; }

    /// <summary>Refuses tokens that are signed only (RFC 7519, section 11.2).</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RequireEncryption { get; set; }

    /// <summary>Refuses tokens that are not bound to their sender by DPoP (RFC 9449) or a certificate (RFC 8705).</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RequireSenderConstraint { get; set; }

    /// <summary>
    /// Accepts each token once, by its <c>jti</c>. It is for one-time tokens: an access token is used many times, and every use
    /// but the first would be refused.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RequireSingleUse { get; set; }

    /// <summary>
    /// Claims that must be there besides <c>iss</c>, <c>sub</c>, <c>aud</c>, <c>exp</c> and <c>iat</c>, which always must.
    /// </summary>
    /// <value><c>jti</c> by default.</value>
    public IList<string> RequiredClaims { get; } = [ClaimNames.JwtId];

    /// <summary>The path of the configuration section that describes the issuer; null if code added it.</summary>
    internal string? ConfigurationPath { get; set; }
}
