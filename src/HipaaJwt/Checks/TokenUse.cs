namespace HipaaJwt.Checks;

/// <summary>One use of an accepted token.</summary>
/// <param name="Claims">The token's claims.</param>
/// <param name="Context">The time and the rules of the issuer.</param>
/// <param name="Request">What is known of the request.</param>
/// <param name="Token">The token as it was sent.</param>
internal readonly record struct TokenUse(ClaimsSet Claims, ClaimCheckContext Context, JwtRequestContext Request, ReadOnlyMemory<char> Token);
