using System.Text.Json;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>The rules for a token, implemented a second time with the platform's JSON and exact dates.</summary>
internal static class TokenOracle
{
    public const int MaxTokenBytes = 16 * 1024;
    private const int ClockSkew = 30;
    private const int MaxLifetime = 3600;

    /// <summary>Configures the library with the same rules.</summary>
    public static void Configure(HipaaJwtOptions options, int cacheCapacity)
    {
        options.ClockSkew = TimeSpan.FromSeconds(ClockSkew);
        options.MaxTokenLifetime = TimeSpan.FromSeconds(MaxLifetime);
        options.MaxTokenBytes = MaxTokenBytes;
        options.TokenCache.Capacity = cacheCapacity;
        options.Issuers.Add(FuzzIssuer.First.Trusted);
        options.Issuers.Add(FuzzIssuer.Second.Trusted);
    }

    public static bool Accepts(FuzzToken token, JsonElement? claims)
    {
        var header = HeaderOracle.Read(token.Header);
        var issuer = FuzzIssuer.ForAlgorithm(header?.Algorithm ?? "");
        return issuer is not null
            && token.IsSigned
            && token.Text.Length <= MaxTokenBytes
            && (header!.KeyId ?? issuer.KeyId) == issuer.KeyId
            && header.Type?.ToUpperInvariant() is "AT+JWT" or "APPLICATION/AT+JWT"
            && claims is { } all
            && ClaimsOracle.IsWellFormed(all)
            && ClaimsOracle.Text(all, "iss") == issuer.Name
            && ClaimsOracle.Texts(all, "aud").Contains(FuzzIssuer.Audience)
            && ClaimsOracle.Text(all, "sub") is not null
            && ClaimsOracle.Text(all, "jti") is not null
            && !all.TryGetProperty("cnf", out _)
            && IsValidNow(ClaimsOracle.Date(all, "iat"), ClaimsOracle.Date(all, "nbf"), ClaimsOracle.Date(all, "exp"));
    }

    /// <summary>Determines the permissions that the permission map of the harness grants.</summary>
    public static IEnumerable<string> Permissions(JsonElement claims)
    {
        var isPhysician = ClaimsOracle.Texts(claims, "roles").Contains("physician");
        if (isPhysician || Scopes(claims).Contains("chart.read"))
        {
            yield return "chart:read";
        }

        if (isPhysician)
        {
            yield return "chart:write";
        }
    }

    private static bool IsValidNow(DateOracle? issued, DateOracle? notBefore, DateOracle? expires) =>
        issued is { } issuedAt && expires is { } expiresAt
        && expiresAt.Floor > ClaimsSeeds.Now - ClockSkew
        && IsValidStart(issuedAt, expiresAt)
        && (notBefore is not { } start || IsValidStart(start, expiresAt))
        && expiresAt.Floor - issuedAt.Floor <= MaxLifetime;

    private static bool IsValidStart(DateOracle start, DateOracle end) =>
        start.Ceiling <= ClaimsSeeds.Now + ClockSkew && start.Ceiling <= end.Floor;

    /// <summary>Gets the scopes. A string is a list separated by blanks. An element of an array is one scope.</summary>
    private static IEnumerable<string> Scopes(JsonElement claims) =>
        ClaimsOracle.Text(claims, "scope")?.Split(' ') ?? ClaimsOracle.Texts(claims, "scope");
}
