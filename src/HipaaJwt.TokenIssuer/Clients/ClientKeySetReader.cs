using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.TokenIssuer.Clients;

/// <summary>Reads the JWK Set of a client (RFC 7517, section 5). Unlike a set of an issuer, every key must be usable.</summary>
internal static class ClientKeySetReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <param name="json">The JWK Set.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="problem">What is wrong and what to do: the end of a sentence whose subject is the option.</param>
    public static bool TryRead(string json, [NotNullWhen(true)] out ClientKeys? keys, [NotNullWhen(false)] out string? problem)
    {
        keys = null;
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            problem = Read(document.RootElement, out keys);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            problem = "is not a JSON object without duplicate members. Write the JWK Set of the client, {\"keys\":[…]}.";
        }

        return problem is null && keys is not null;
    }

    private static string? Read(JsonElement root, out ClientKeys? keys)
    {
        keys = null;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array
            || list.GetArrayLength() == 0)
        {
            return "has no array \"keys\" with at least one key. Write the JWK Set of the client, {\"keys\":[…]}.";
        }

        List<JsonWebKey> read = [];
        HashSet<JwsAlgorithm> algorithms = [];
        foreach (var element in list.EnumerateArray())
        {
            var problem = ClientKeyReader.Read(element, out var key, out var allowed);
            if (problem is not null || key is null)
            {
                return $"has a key at index {read.Count} that {problem}";
            }

            read.Add(key);
            algorithms.UnionWith(allowed);
        }

        keys = new ClientKeys([.. read], [.. algorithms.Order()]);
        return ProblemWithKeyIds(read);
    }

    private static string? ProblemWithKeyIds(List<JsonWebKey> keys) =>
        keys.Count > 1 && keys.DistinctBy(key => key.Kid, StringComparer.Ordinal).Count(key => !string.IsNullOrEmpty(key.Kid)) < keys.Count
            ? "has several keys that the \"kid\" does not distinguish. Give each key its own \"kid\"."
            : null;
}
