namespace HipaaJwt.Development;

/// <summary>A call of <c>AddDevelopmentTokens</c>: the trust, and the scheme for which <c>dotnet user-jwts</c> creates tokens.</summary>
internal sealed record DevelopmentTokensRegistration(string Trust, string Scheme);
