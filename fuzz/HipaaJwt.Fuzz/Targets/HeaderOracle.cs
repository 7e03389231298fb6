using System.Text.Json;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>The rules of a JOSE header, implemented with the platform's JSON.</summary>
internal sealed record HeaderOracle(string Algorithm, string? KeyId, string? Type)
{
    private static readonly string[] ForbiddenParameters = ["crit", "jwk", "jku", "x5u", "x5c", "b64", "zip", "enc"];
    private static readonly string[] Algorithms = Enum.GetNames<JwsAlgorithm>();

    /// <summary>Reads a header; null if the library must reject it.</summary>
    public static HeaderOracle? Read(ReadOnlySpan<byte> json)
    {
        using var document = JsonOracle.Read(json);
        if (document is null || ForbiddenParameters.Any(name => document.RootElement.TryGetProperty(name, out _)))
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

    /// <summary>Reads an optional parameter. If it is present, it must be an identifier.</summary>
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
