using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Testing.Text;
using HipaaJwt.Testing.Tokens;

namespace HipaaJwt;

/// <summary>
/// Creates tokens that a host must reject. Apart from what the name of the method says, each token is valid, so a test sees the one check
/// that it is about. The documentation of each method names the error.
/// </summary>
/// <example>
/// <code>
/// using var client = factory.CreateClient().With(factory.GetTestIssuer().CreateExpiredToken("dr.rivera", roles: ["physician"]));
/// var response = await client.GetAsync("/chart"); // 401
/// </code>
/// </example>
public static class WrongTokenExtensions
{
    private const string OtherAudience = "https://other-audience.test";
    private const string OtherIssuer = "https://other-issuer.test";

    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    /// <summary>Creates a token that expired one minute ago, after the clock skew: <see cref="JwtErrorCode.TokenExpired"/>.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <returns>The token in compact serialization.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    public static string CreateExpiredToken(
        this TestTokenIssuer issuer,
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null) =>
        Valid(issuer).Write(
            new TokenContent(subject, roles, scopes, claims),
            claims: written => Shift(written, -(LifetimeOf(written) + issuer.Rules.Options.ClockSkew + OneMinute)));

    /// <summary>
    /// Creates a token whose <c>nbf</c> comes in one minute, after the clock skew: <see cref="JwtErrorCode.TokenNotYetValid"/>.
    /// </summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <returns>The token in compact serialization.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    public static string CreateNotYetValidToken(
        this TestTokenIssuer issuer,
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null) =>
        Valid(issuer).Write(
            new TokenContent(subject, roles, scopes, claims),
            claims: written => written["nbf"] = IssuedAtOf(written) + (long)(issuer.Rules.Options.ClockSkew + OneMinute).TotalSeconds);

    /// <summary>Creates a token for another service: <see cref="JwtErrorCode.AudienceNotAllowed"/>.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <returns>The token in compact serialization.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    public static string CreateTokenForOtherAudience(
        this TestTokenIssuer issuer,
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null) =>
        Valid(issuer).Write(
            new TokenContent(subject, roles, scopes, claims),
            claims: written => written[issuer.Rules.Issuer.AudienceClaim] = OtherAudience);

    /// <summary>Creates a token that names an issuer that nobody trusts: <see cref="JwtErrorCode.IssuerNotAllowed"/>.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <returns>The token in compact serialization.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    public static string CreateTokenOfOtherIssuer(
        this TestTokenIssuer issuer,
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null) =>
        Valid(issuer).Write(new TokenContent(subject, roles, scopes, claims), claims: written => written["iss"] = OtherIssuer);

    /// <summary>
    /// Creates a token with the signature of another key that has the same <c>kid</c>: <see cref="JwtErrorCode.SignatureInvalid"/>.
    /// </summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <returns>The token in compact serialization.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    public static string CreateForgedToken(
        this TestTokenIssuer issuer,
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null) =>
        Valid(issuer).Write(new TokenContent(subject, roles, scopes, claims), sign: SignWithOtherKey(issuer.Algorithm));

    /// <summary>Creates a token whose claims were changed after it was signed: <see cref="JwtErrorCode.SignatureInvalid"/>.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <returns>The token in compact serialization.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    public static string CreateTamperedToken(
        this TestTokenIssuer issuer,
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null) =>
        CompactToken.ReplaceClaims(
            Valid(issuer).Write(new TokenContent(subject, roles, scopes, claims)),
            TokenClaims.Create(issuer.Rules, new TokenContent(subject, roles, scopes, claims)));

    /// <summary>
    /// Creates a token without a signature whose <c>alg</c> is <c>none</c> (RFC 7518, section 3.6):
    /// <see cref="JwtErrorCode.TokenNotCompact"/>.
    /// </summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <returns>The token in compact serialization.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    public static string CreateTokenWithAlgorithmNone(
        this TestTokenIssuer issuer,
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null) =>
        Valid(issuer).Write(new TokenContent(subject, roles, scopes, claims), header: written => written["alg"] = "none", sign: _ => []);

    /// <summary>
    /// Creates a token whose signature was removed. Its header still names the algorithm of the issuer:
    /// <see cref="JwtErrorCode.TokenNotCompact"/>.
    /// </summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <returns>The token in compact serialization.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    public static string CreateUnsignedToken(
        this TestTokenIssuer issuer,
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null) =>
        Valid(issuer).Write(new TokenContent(subject, roles, scopes, claims), sign: _ => []);

    /// <summary>
    /// Creates a token without an identifier, <c>jti</c>: <see cref="JwtErrorCode.ClaimMissing"/>, unless the issuer does not
    /// require it.
    /// </summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <returns>The token in compact serialization.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    public static string CreateTokenWithoutId(
        this TestTokenIssuer issuer,
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null) =>
        Valid(issuer).Write(
            new TokenContent(subject, roles, scopes, claims),
            claims: written => written.Remove(issuer.Rules.Issuer.TokenIdClaim));

    /// <summary>
    /// Creates an ID token (OpenID Connect Core 1.0, section 2), which an API must not accept: its <c>typ</c> is <c>JWT</c>, and it has no
    /// claims that only access tokens have: <see cref="JwtErrorCode.TokenTypeNotAllowed"/> or <see cref="JwtErrorCode.ClaimMissing"/>.
    /// </summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <returns>The token in compact serialization.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    public static string CreateIdToken(
        this TestTokenIssuer issuer,
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null) =>
        Valid(issuer).Write(
            new TokenContent(subject, roles, scopes, claims),
            header: written => written["typ"] = "JWT",
            claims: written => MakeIdToken(written, issuer.Rules.Issuer));

    private static TestTokenIssuer Valid(TestTokenIssuer issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return issuer;
    }

    private static long IssuedAtOf(JsonObject claims) => claims["iat"]!.GetValue<long>();

    private static TimeSpan LifetimeOf(JsonObject claims) => TimeSpan.FromSeconds(claims["exp"]!.GetValue<long>() - IssuedAtOf(claims));

    private static void Shift(JsonObject claims, TimeSpan time)
    {
        claims["iat"] = IssuedAtOf(claims) + (long)time.TotalSeconds;
        claims["exp"] = claims["exp"]!.GetValue<long>() + (long)time.TotalSeconds;
    }

    private static Func<byte[], byte[]> SignWithOtherKey(JwsAlgorithm algorithm) => data =>
    {
        using var other = TestSigningKey.Create(algorithm, "other");
        return other.Sign(data);
    };

    private static void MakeIdToken(JsonObject claims, TrustedIssuer issuer)
    {
        foreach (var name in issuer.RequiredClaims.Concat(issuer.RequiredClaimValues.Keys).Append(issuer.ClientIdClaim ?? "client_id"))
        {
            if (name != "jti" && name != issuer.AudienceClaim)
            {
                claims.Remove(name);
            }
        }

        claims["auth_time"] = IssuedAtOf(claims);
        claims["nonce"] = RandomNumberGenerator.GetHexString(16);
    }
}
