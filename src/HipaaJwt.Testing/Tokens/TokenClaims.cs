using System.Text.Json.Nodes;

namespace HipaaJwt.Testing.Tokens;

/// <summary>Builds the header and the claims of a token that the options of an issuer accept.</summary>
internal static class TokenClaims
{
    private const string TestClient = "hipaa-jwt-testing";

    public static JsonObject CreateHeader(TrustedIssuerRules rules, TestSigningKey key)
    {
        var header = new JsonObject { ["alg"] = key.Algorithm.ToString(), ["kid"] = key.KeyId };
        if (rules.Issuer.TokenTypes.Count > 0)
        {
            header["typ"] = rules.Issuer.TokenTypes[0];
        }

        return header;
    }

    public static JsonObject Create(TrustedIssuerRules rules, TokenContent content)
    {
        var issuer = rules.Issuer;
        var now = rules.Time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = issuer.Issuer,
            [issuer.ClientIdClaim ?? "client_id"] = TestClient,
            [issuer.SubjectClaim] = content.Subject,
            [issuer.AudienceClaim] = issuer.Audiences.FirstOrDefault() ?? string.Empty,
            ["iat"] = now,
            ["exp"] = now + (long)(content.Lifetime ?? rules.Lifetime).TotalSeconds,
            [issuer.TokenIdClaim] = Guid.NewGuid().ToString("N"),
        };
        AddValues(claims, rules.RoleClaims, content.Roles, isList: false);
        AddValues(claims, rules.ScopeClaims, content.Scopes, isList: true);
        AddRequired(claims, issuer);
        Merge(claims, content.Claims);
        return claims;
    }

    /// <summary>Sets claims. A claim that is null is removed.</summary>
    public static void Merge(JsonObject claims, JsonObject? changes)
    {
        foreach (var (name, value) in changes ?? [])
        {
            if (value is null)
            {
                claims.Remove(name);
            }
            else
            {
                claims[name] = value.DeepClone();
            }
        }
    }

    /// <summary>Adds what only the tokens of this issuer have, such as the claims by which a preset recognizes access tokens.</summary>
    private static void AddRequired(JsonObject claims, TrustedIssuer issuer)
    {
        foreach (var (name, values) in issuer.RequiredClaimValues)
        {
            if (values is [var value, ..])
            {
                claims[name] = value;
            }
        }

        foreach (var name in issuer.RequiredClaims)
        {
            if (name != "jti" && !claims.ContainsKey(name))
            {
                claims[name] = TestClient;
            }
        }
    }

    /// <summary>Writes roles or scopes to the first claim in which the application looks for them.</summary>
    private static void AddValues(JsonObject claims, IReadOnlyList<ClaimSource> sources, IEnumerable<string>? values, bool isList)
    {
        if (values is null || sources is [])
        {
            return;
        }

        var source = sources[0];
        var names = source.Path.Names;
        var parent = claims;
        foreach (var name in names.SkipLast(1))
        {
            if (parent[name] is not JsonObject child)
            {
                parent[name] = child = [];
            }

            parent = child;
        }

        parent[names[^1]] = ValueOf(source, [.. values], isList);
    }

    private static JsonNode ValueOf(ClaimSource source, string[] values, bool isList)
    {
        if (source.IsObjectKeys)
        {
            return new JsonObject(values.Select(value => KeyValuePair.Create<string, JsonNode?>(value, new JsonObject())));
        }

        return isList || source.IsBlankSeparated
            ? JsonValue.Create(string.Join(' ', values))
            : new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
    }
}
