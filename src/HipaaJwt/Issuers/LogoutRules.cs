using System.Collections.Immutable;

namespace HipaaJwt.Issuers;

/// <summary>The rules for the logout tokens of an issuer. Immutable.</summary>
/// <param name="Audiences">The client identifiers of the application at the issuer; at least one.</param>
/// <param name="AllowUntyped">Whether <c>typ</c> may be missing or <c>JWT</c>.</param>
/// <param name="AllowMissingExpiration">Whether <c>exp</c> may be missing.</param>
/// <param name="MaxAge">The maximum time since <c>iat</c>, without the clock skew.</param>
internal sealed record LogoutRules(
    ImmutableArray<string> Audiences, bool AllowUntyped, bool AllowMissingExpiration, TimeSpan MaxAge);
