using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt;

/// <summary>An issuer whose tokens are accepted, and the rules they must meet. Nothing that is not listed is accepted.</summary>
public sealed class TrustedIssuer
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
    /// <value>Empty by default; at least one is needed.</value>
    public IList<SecurityKey> SigningKeys { get; } = [];

    /// <summary>
    /// Claims that must be there besides <c>iss</c>, <c>sub</c>, <c>aud</c>, <c>exp</c> and <c>iat</c>, which always must.
    /// </summary>
    /// <value><c>jti</c> by default.</value>
    public IList<string> RequiredClaims { get; } = [ClaimNames.JwtId];
}
