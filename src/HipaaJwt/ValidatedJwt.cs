using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using HipaaJwt.Claims;
using HipaaJwt.Issuers;
using HipaaJwt.Keys;
using HipaaJwt.Permissions;
using HipaaJwt.PhiClaims;
using HipaaJwt.Revocations;

namespace HipaaJwt;

/// <summary>
/// A token that passed every check. Only the validator creates instances, so an instance proves that its token was validated. Immutable
/// and thread-safe; many requests may share one instance.
/// </summary>
public sealed class ValidatedJwt
{
    private readonly PermissionMap _map;
    private IReadOnlyList<string>? _roles;
    private SessionClaims? _session;

    internal ValidatedJwt(ClaimsSet claims, VerificationKey key, PermissionMap map, PermissionSet permissions, bool needsUseChecks)
    {
        Claims = claims;
        Key = key;
        Permissions = permissions;
        NeedsUseChecks = needsUseChecks;
        _map = map;
    }

    /// <summary>The issuer, <c>iss</c> (RFC 7519, section 4.1.1).</summary>
    public string Issuer => Policy.Issuer;

    /// <summary>
    /// The subject: <c>sub</c> (RFC 7519, section 4.1.2), or the claim that <c>TrustedIssuer.SubjectClaim</c> names. It is unique only
    /// together with the issuer.
    /// </summary>
    public string Subject => Claims.Subject!;

    /// <summary>The audiences, <c>aud</c> (RFC 7519, section 4.1.3).</summary>
    public IReadOnlyList<string> Audiences => Claims.Audiences;

    /// <summary>
    /// The unique identifier of the token: <c>jti</c> (RFC 7519, section 4.1.7), or the claim that <c>TrustedIssuer.TokenIdClaim</c> names.
    /// </summary>
    /// <value><see langword="null"/> if the token has none, which is possible only if the issuer's options do not require it.</value>
    public string? Id => Claims.Id;

    /// <summary>
    /// The client that requested the token: <c>client_id</c> (RFC 9068, section 2.2), otherwise <c>azp</c>, or the claim that
    /// <c>TrustedIssuer.ClientIdClaim</c> names.
    /// </summary>
    /// <value><see langword="null"/> if the token names none.</value>
    public string? ClientId => Claims.ClientId;

    /// <summary>The session in which the token was issued, <c>sid</c> (OpenID Connect Front-Channel Logout 1.0, section 3).</summary>
    /// <value><see langword="null"/> if the claim is missing or not a string.</value>
    public string? SessionId => Session.Id;

    /// <summary>The party that acts on behalf of the subject: the <c>sub</c> inside <c>act</c> (RFC 8693, section 4.1).</summary>
    /// <value><see langword="null"/> if the claim is missing or malformed.</value>
    public string? Actor => Session.Actor;

    /// <summary>The time at which the token expires, <c>exp</c>, without the clock skew (RFC 7519, section 4.1.4).</summary>
    public DateTimeOffset ExpiresAt => Claims.ExpiresAt!.Value;

    /// <summary>The time at which the token was issued, <c>iat</c> (RFC 7519, section 4.1.6).</summary>
    public DateTimeOffset IssuedAt => Claims.IssuedAt!.Value;

    /// <summary>The time at which the user authenticated, <c>auth_time</c>, rounded down to the second (RFC 9068, section 2.2.1).</summary>
    /// <value><see langword="null"/> if the claim is missing or not a number.</value>
    public DateTimeOffset? AuthenticatedAt => AuthenticationClaims.GetTime(Claims)?.Floor;

    /// <summary>The authentication context class, <c>acr</c>, whose values the issuer defines (RFC 9068, section 2.2.1).</summary>
    /// <value><see langword="null"/> if the claim is missing or not a string.</value>
    public string? AuthenticationContext => AuthenticationClaims.GetContext(Claims);

    /// <summary>The methods with which the user authenticated, <c>amr</c>, such as <c>mfa</c> (RFC 8176).</summary>
    /// <value>Empty if the claim is missing or not an array of strings.</value>
    public IReadOnlyList<string> AuthenticationMethods => AuthenticationClaims.GetMethods(Claims);

    /// <summary>The roles, from the claims set with <see cref="PermissionMapBuilder.RolesFrom(string[])"/>.</summary>
    /// <value>Empty if the token has none.</value>
    public IReadOnlyList<string> Roles => _roles ??= _map.ReadRoles(Claims);

    /// <summary>The permissions that the application's permission map grants for the token.</summary>
    /// <value>Empty if the map grants none.</value>
    public PermissionSet Permissions { get; }

    /// <summary>All claims.</summary>
    public ClaimsSet Claims { get; }

    /// <summary>The claims as signed: one JSON object in UTF-8.</summary>
    public ReadOnlyMemory<byte> ClaimsJson => Claims.Json;

    /// <summary>
    /// Whether the service decrypted the token. It proves neither that the issuer encrypted the token nor that its claims were hidden on
    /// the way: anyone who sees a signed token can encrypt it with the service's public key. Only the signature proves who issued it.
    /// </summary>
    /// <value><see langword="false"/> if the token was only signed.</value>
    public bool WasEncrypted { get; internal init; }

    internal VerificationKey Key { get; }

    internal IssuerPolicy Policy => Key.Issuer;

    /// <summary>The pending warning that the unencrypted token contains PHI; null if there is none.</summary>
    internal PendingPhiClaimWarning? PhiClaimWarning { get; init; }

    /// <summary>The keys of the token and the last check of its revocation; null before the first check.</summary>
    internal RevocationMark? RevocationMark { get; set; }

    /// <summary>Remembered, because each audit event of the token contains it.</summary>
    private SessionClaims Session => _session ??= SessionClaims.Of(Claims);

    /// <summary>Whether each use of the token must be checked, for its sender, one-time use or token use checks.</summary>
    internal bool NeedsUseChecks { get; }

    /// <summary>
    /// Determines whether the user authenticated recently enough (RFC 9470, section 6.1). The clock skew of the options is tolerated.
    /// </summary>
    /// <param name="maxAge">The longest accepted time since <c>auth_time</c>.</param>
    /// <param name="now">The current time.</param>
    /// <returns>
    /// True if <c>auth_time</c> is at most <paramref name="maxAge"/> ago. False if it is older, missing, malformed or in the future.
    /// </returns>
    public bool IsAuthenticatedWithin(TimeSpan maxAge, DateTimeOffset now) =>
        AuthenticationClaims.IsFresh(AuthenticationClaims.GetTime(Claims), maxAge, now, Policy.ClockSkew);

    /// <inheritdoc cref="ClaimsSet.TryGetString(string, out string?)"/>
    public bool TryGetString(string name, [NotNullWhen(true)] out string? value) => Claims.TryGetString(name, out value);

    /// <inheritdoc cref="ClaimsSet.TryGetInt64(string, out long)"/>
    public bool TryGetInt64(string name, out long value) => Claims.TryGetInt64(name, out value);

    /// <inheritdoc cref="ClaimsSet.GetStrings(string)"/>
    public IReadOnlyList<string> GetStrings(string name) => Claims.GetStrings(name);

    /// <inheritdoc cref="ClaimsSet.TryGetString(ClaimPath, out string?)"/>
    /// <example><code>token.TryGetString(ClaimPath.Parse("organization.north.id"), out var id)</code></example>
    public bool TryGetString(ClaimPath path, [NotNullWhen(true)] out string? value) => Claims.TryGetString(path, out value);

    /// <inheritdoc cref="ClaimsSet.TryGetInt64(ClaimPath, out long)"/>
    public bool TryGetInt64(ClaimPath path, out long value) => Claims.TryGetInt64(path, out value);

    /// <inheritdoc cref="ClaimsSet.GetStrings(ClaimPath)"/>
    public IReadOnlyList<string> GetStrings(ClaimPath path) => Claims.GetStrings(path);

    /// <summary>
    /// Creates a new principal at each call, because principals are mutable. Its claims have the same names as in the token and are
    /// created on first use. The arguments do not change permissions and audit events.
    /// </summary>
    /// <param name="authenticationType">The authentication type of the identity; <c>HipaaJwt</c> by default.</param>
    /// <param name="nameClaimType">The claim that contains the name of the user; <c>sub</c> by default.</param>
    /// <param name="roleClaimType">
    /// The claim that contains the roles. By default, and for <c>roles</c>, the roles of the principal are <see cref="Roles"/>.
    /// </param>
    /// <returns>A principal with one <see cref="JwtIdentity"/>.</returns>
    public ClaimsPrincipal CreatePrincipal(
        string authenticationType = "HipaaJwt", string? nameClaimType = null, string? roleClaimType = null) =>
        new(new JwtIdentity(this, authenticationType, nameClaimType, roleClaimType));
}
