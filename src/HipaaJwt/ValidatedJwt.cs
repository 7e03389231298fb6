using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using HipaaJwt.Claims;
using HipaaJwt.Keys;
using HipaaJwt.PhiClaims;

namespace HipaaJwt;

/// <summary>
/// A token that has passed every check: only the validator makes one, so holding one is the proof. Immutable and
/// thread-safe; one instance may serve many requests.
/// </summary>
public sealed class ValidatedJwt
{
    private readonly IssuerPolicy _policy;

    internal ValidatedJwt(ClaimsSet claims, IssuerPolicy policy, PermissionSet permissions, bool needsRequestChecks)
    {
        NeedsRequestChecks = needsRequestChecks;
        Claims = claims;
        Permissions = permissions;
        _policy = policy;
    }

    /// <summary>The issuer, <c>iss</c>.</summary>
    public string Issuer => _policy.Issuer;

    /// <summary>The subject, <c>sub</c>. It is unique only together with the issuer.</summary>
    public string Subject => Claims.Subject!;

    /// <summary>The audiences, <c>aud</c>.</summary>
    public IReadOnlyList<string> Audiences => Claims.Audiences;

    /// <summary>The unique identifier of the token, <c>jti</c>.</summary>
    /// <value><see langword="null"/> where the issuer's options do not require it and the token has none.</value>
    public string? Id => Claims.Id;

    /// <summary>The client that asked for the token: <c>client_id</c> or, where that is missing, <c>azp</c>.</summary>
    /// <value><see langword="null"/> where both are missing.</value>
    public string? ClientId => Claims.ClientId;

    /// <summary>When the token expires, <c>exp</c>, without the clock skew.</summary>
    public DateTimeOffset ExpiresAt => Claims.ExpiresAt!.Value;

    /// <summary>When the token was issued, <c>iat</c>.</summary>
    public DateTimeOffset IssuedAt => Claims.IssuedAt!.Value;

    /// <summary>When the user authenticated, <c>auth_time</c>, rounded down to the second.</summary>
    /// <value><see langword="null"/> where the token does not say, or not as a number.</value>
    public DateTimeOffset? AuthenticatedAt => AuthenticationClaims.Time(Claims)?.Floor;

    /// <summary>How sure the issuer is of the user, <c>acr</c>: a value that issuer and service have agreed on.</summary>
    /// <value><see langword="null"/> where the token does not say.</value>
    public string? AuthenticationContext => AuthenticationClaims.Context(Claims);

    /// <summary>The methods by which the user authenticated, <c>amr</c>, such as <c>mfa</c> (RFC 8176).</summary>
    /// <value>Empty where the token does not say, or not as an array of names.</value>
    public IReadOnlyList<string> AuthenticationMethods => AuthenticationClaims.Methods(Claims);

    /// <summary>What the token grants, by the application's map of permissions.</summary>
    public PermissionSet Permissions { get; }

    /// <summary>All claims.</summary>
    public ClaimsSet Claims { get; }

    /// <summary>The claims as they were signed: one JSON object in UTF-8.</summary>
    public ReadOnlyMemory<byte> ClaimsJson => Claims.Json;

    /// <summary>Whether the token came encrypted, so that nobody between the issuer and this service could read its claims.</summary>
    public bool WasEncrypted { get; internal init; }

    internal IssuerPolicy Policy => _policy;

    /// <summary>What is to be warned of, where the token came unencrypted.</summary>
    internal PhiWarning? PhiWarning { get; init; }

    /// <summary>Whether each use of the token has to be checked, besides the token itself.</summary>
    internal bool NeedsRequestChecks { get; }

    /// <summary>
    /// Whether the user authenticated at most this long ago, give or take the clock skew. What the token does not say, or says
    /// of a time that is ahead, is no.
    /// </summary>
    /// <param name="maxAge">The longest time since <c>auth_time</c>.</param>
    /// <param name="now">The time.</param>
    public bool IsAuthenticatedWithin(TimeSpan maxAge, DateTimeOffset now) =>
        AuthenticationClaims.IsFresh(AuthenticationClaims.Time(Claims), maxAge, now, _policy.ClockSkew);

    /// <inheritdoc cref="ClaimsSet.TryGetString"/>
    public bool TryGetString(string name, [NotNullWhen(true)] out string? value) => Claims.TryGetString(name, out value);

    /// <inheritdoc cref="ClaimsSet.TryGetInt64"/>
    public bool TryGetInt64(string name, out long value) => Claims.TryGetInt64(name, out value);

    /// <inheritdoc cref="ClaimsSet.GetStrings"/>
    public IReadOnlyList<string> GetStrings(string name) => Claims.GetStrings(name);

    /// <summary>
    /// Makes a principal of the token: a new one at each call, for principals can be changed. Its claims keep the names that
    /// they have in the token and are made when first asked for.
    /// </summary>
    /// <param name="authenticationType">The authentication type of the identity.</param>
    public ClaimsPrincipal CreatePrincipal(string authenticationType = "HipaaJwt") => new(new JwtIdentity(this, authenticationType));
}
