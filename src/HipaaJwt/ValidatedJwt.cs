using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using HipaaJwt.Claims;
using HipaaJwt.Issuers;
using HipaaJwt.Keys;
using HipaaJwt.Permissions;
using HipaaJwt.PhiClaims;

namespace HipaaJwt;

/// <summary>
/// A token that has passed every check. Only the validator creates one, so an instance is the proof. Immutable and thread-safe;
/// one instance may serve many requests.
/// </summary>
public sealed class ValidatedJwt
{
    private readonly PermissionMap _map;
    private IReadOnlyList<string>? _roles;

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

    /// <summary>The subject, <c>sub</c> (RFC 7519, section 4.1.2). It is unique only together with the issuer.</summary>
    public string Subject => Claims.Subject!;

    /// <summary>The audiences, <c>aud</c> (RFC 7519, section 4.1.3).</summary>
    public IReadOnlyList<string> Audiences => Claims.Audiences;

    /// <summary>The unique identifier of the token, <c>jti</c> (RFC 7519, section 4.1.7).</summary>
    /// <value><see langword="null"/> if the issuer's options do not require it and the token has none.</value>
    public string? Id => Claims.Id;

    /// <summary>The client that requested the token: <c>client_id</c> (RFC 9068, section 2.2), otherwise <c>azp</c>.</summary>
    /// <value><see langword="null"/> if both are missing.</value>
    public string? ClientId => Claims.ClientId;

    /// <summary>The session in which the token was issued, <c>sid</c> (OpenID Connect Front-Channel Logout 1.0, section 3).</summary>
    /// <value><see langword="null"/> if the claim is missing or not a string.</value>
    public string? SessionId => SessionClaims.Id(Claims);

    /// <summary>The party that acts for the subject: the <c>sub</c> inside <c>act</c> (RFC 8693, section 4.1).</summary>
    /// <value><see langword="null"/> if the subject acts itself.</value>
    public string? Actor => SessionClaims.Actor(Claims);

    /// <summary>When the token expires, <c>exp</c>, without the clock skew.</summary>
    public DateTimeOffset ExpiresAt => Claims.ExpiresAt!.Value;

    /// <summary>When the token was issued, <c>iat</c>.</summary>
    public DateTimeOffset IssuedAt => Claims.IssuedAt!.Value;

    /// <summary>When the user authenticated, <c>auth_time</c>, rounded down to the second (RFC 9068, section 2.2.1).</summary>
    /// <value><see langword="null"/> if the claim is missing or not a number.</value>
    public DateTimeOffset? AuthenticatedAt => AuthenticationClaims.Time(Claims)?.Floor;

    /// <summary>The class of the authentication, <c>acr</c>: a value that issuer and service have agreed on (RFC 9068, section 2.2.1).</summary>
    /// <value><see langword="null"/> if the claim is missing.</value>
    public string? AuthenticationContext => AuthenticationClaims.Context(Claims);

    /// <summary>The methods by which the user authenticated, <c>amr</c>, such as <c>mfa</c> (RFC 8176).</summary>
    /// <value>Empty if the claim is missing or not an array of names.</value>
    public IReadOnlyList<string> AuthenticationMethods => AuthenticationClaims.Methods(Claims);

    /// <summary>The roles, from the claims that <see cref="PermissionMapBuilder.RolesFrom"/> names.</summary>
    /// <value>Empty if the token has none.</value>
    public IReadOnlyList<string> Roles => _roles ??= _map.ReadRoles(Claims);

    /// <summary>The permissions that the token grants by the application's rules.</summary>
    public PermissionSet Permissions { get; }

    /// <summary>All claims.</summary>
    public ClaimsSet Claims { get; }

    /// <summary>The claims as they were signed: one JSON object in UTF-8.</summary>
    public ReadOnlyMemory<byte> ClaimsJson => Claims.Json;

    /// <summary>
    /// Whether the token was encrypted, so nobody between its sender and this service could read the claims. It does not prove
    /// that the issuer encrypted it: anybody can encrypt a signed token to the service's public key.
    /// </summary>
    public bool WasEncrypted { get; internal init; }

    internal VerificationKey Key { get; }

    internal IssuerPolicy Policy => Key.Issuer;

    /// <summary>The warning that is due because the token was not encrypted.</summary>
    internal PendingPhiClaimWarning? PhiClaimWarning { get; init; }

    /// <summary>Whether each use of the token needs checks besides those of the token itself.</summary>
    internal bool NeedsUseChecks { get; }

    /// <summary>
    /// Whether the user authenticated within the given time, with the clock skew as tolerance. False if <c>auth_time</c> is
    /// missing or in the future.
    /// </summary>
    /// <param name="maxAge">The longest time since <c>auth_time</c>.</param>
    /// <param name="now">The current time.</param>
    public bool IsAuthenticatedWithin(TimeSpan maxAge, DateTimeOffset now) =>
        AuthenticationClaims.IsFresh(AuthenticationClaims.Time(Claims), maxAge, now, Policy.ClockSkew);

    /// <inheritdoc cref="ClaimsSet.TryGetString"/>
    public bool TryGetString(string name, [NotNullWhen(true)] out string? value) => Claims.TryGetString(name, out value);

    /// <inheritdoc cref="ClaimsSet.TryGetInt64"/>
    public bool TryGetInt64(string name, out long value) => Claims.TryGetInt64(name, out value);

    /// <inheritdoc cref="ClaimsSet.GetStrings"/>
    public IReadOnlyList<string> GetStrings(string name) => Claims.GetStrings(name);

    /// <summary>
    /// Creates a principal: a new one at each call, because principals can be changed. Its claims keep the names that they have
    /// in the token and are created when first read.
    /// </summary>
    /// <param name="authenticationType">The authentication type of the identity.</param>
    /// <returns>A principal with one <see cref="JwtIdentity"/>.</returns>
    public ClaimsPrincipal CreatePrincipal(string authenticationType = "HipaaJwt") => new(new JwtIdentity(this, authenticationType));
}
