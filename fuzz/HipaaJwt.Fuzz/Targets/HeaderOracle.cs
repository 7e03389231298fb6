using System.Text.Json;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>What a JOSE Header may say, over the platform's JSON.</summary>
internal sealed record HeaderOracle(string Algorithm, string? KeyId, string? Type)
{
    private static readonly string[] Refused = ["crit", "jwk", "jku", "x5u", "x5c", "b64", "zip", "enc"];
    private static readonly string[] Algorithms = Enum.GetNames<JwsAlgorithm>();

    /// <summary>The header, or null where it must be refused.</summary>
    public static HeaderOracle? Read(ReadOnlySpan<byte> json)
    {
        using var document = JsonOracle.Read(json);
        if (document is null || Refused.Any(name => document.RootElement.TryGetProperty(name, out _)))
        {
            return null;
        }

        var root = document.RootElement;
        return TryRead(root, "alg", out var algorithm) && Algorithms.Contains(algorithm)
            && TryRead(root, "kid", out var keyId)
            && TryRead(root, "typ", out var type)
            ? new HeaderOracle(algorithm!, keyId, type)
            : null;
    }

    /// <summary>A member may be missing, but not be anything except an identifier.</summary>
    private static bool TryRead(JsonElement header, string name, out string? value)
    {
        value = null;
        if (!header.TryGetProperty(name, out var member))
        {
            return true;
        }

        value = member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        return value is not null && JsonAgreement.IsIdentifier(value);
    }
}
