using System.Text.Json;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>The rules for a token, written a second time over the platform's JSON and exact dates.</summary>
internal static class TokenOracle
{
    public const int MaxTokenBytes = 16 * 1024;
    private const int ClockSkew = 30;
    private const int MaxLifetime = 3600;

    /// <summary>The same rules, as the library is told them.</summary>
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
        var issuer = FuzzIssuer.By(header?.Algorithm ?? "");
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
            && IsInTime(ClaimsOracle.Date(all, "iat"), ClaimsOracle.Date(all, "nbf"), ClaimsOracle.Date(all, "exp"));
    }

    /// <summary>What the harness's map of permissions grants.</summary>
    public static IEnumerable<string> Permissions(JsonElement claims)
    {
        var isPhysician = Values(claims, "roles").Contains("physician");
        if (isPhysician || Values(claims, "scope").Contains("chart.read"))
        {
            yield return "chart:read";
        }

        if (isPhysician)
        {
            yield return "chart:write";
        }
    }

    private static bool IsInTime(DateOracle? issued, DateOracle? notBefore, DateOracle? expires) =>
        issued is { } from && expires is { } to
        && to.Floor > ClaimsSeeds.Now - ClockSkew
        && BeginsInTime(from, to)
        && (notBefore is not { } begin || BeginsInTime(begin, to))
        && to.Floor - from.Floor <= MaxLifetime;

    private static bool BeginsInTime(DateOracle begin, DateOracle end) =>
        begin.Ceiling <= ClaimsSeeds.Now + ClockSkew && begin.Ceiling <= end.Floor;

    /// <summary>A string is a list separated by blanks; an element of an array is one value.</summary>
    private static IEnumerable<string> Values(JsonElement claims, string name) =>
        ClaimsOracle.Text(claims, name)?.Split(' ') ?? ClaimsOracle.Texts(claims, name);
}
