using System.Text;
using System.Text.Json;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>The rules of a JWE Protected Header, implemented with the platform's JSON.</summary>
internal sealed record JweOracle(string Algorithm, string Encryption, string? KeyId)
{
    private static readonly string[] ForbiddenParameters = ["crit", "jwk", "jku", "x5u", "x5c", "zip", "p2c", "p2s", "b64"];
    private static readonly string[] AgreementParameters = ["epk", "apu", "apv"];
    private static readonly string[] Algorithms =
        ["RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW", "A128KW", "A256KW", "dir"];
    private static readonly string[] Encryptions = ["A128GCM", "A256GCM", "A128CBC-HS256", "A256CBC-HS512"];

    private static readonly string[] ContentTypes = ["JWT", "application/JWT", "at+jwt", "application/at+jwt"];

    /// <summary>Reads a header; null if the library must reject it.</summary>
    public static JweOracle? Read(ReadOnlySpan<byte> json)
    {
        using var document = JsonOracle.Read(json);
        if (document is null || ForbiddenParameters.Any(name => document.RootElement.TryGetProperty(name, out _)))
        {
            return null;
        }

        var root = document.RootElement;
        return TryRead(root, "alg", out var algorithm) && Algorithms.Contains(algorithm)
            && TryRead(root, "enc", out var encryption) && Encryptions.Contains(encryption)
            && TryRead(root, "kid", out var keyId)
            && TryRead(root, "typ", out _)
            && TryRead(root, "cty", out var contentType) && IsJwt(contentType)
            && TryRead(root, "iss", out _)
            && TryRead(root, "sub", out _)
            && IsAudienceOrMissing(root)
            && HasValidAgreementParameters(root, algorithm!)
            ? new JweOracle(algorithm!, encryption!, keyId)
            : null;
    }

    private static bool IsJwt(string? contentType) => contentType is null
        || ContentTypes.Contains(contentType, StringComparer.OrdinalIgnoreCase);

    private static bool IsAudienceOrMissing(JsonElement header) =>
        !header.TryGetProperty("aud", out var audience)
        || IsIdentifier(audience)
        || (audience.ValueKind == JsonValueKind.Array && audience.GetArrayLength() > 0 && audience.EnumerateArray().All(IsIdentifier));

    private static bool IsIdentifier(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && JsonAgreement.IsIdentifier(value.GetString()!);

    private static bool HasValidAgreementParameters(JsonElement header, string algorithm) =>
        algorithm.StartsWith("ECDH-ES", StringComparison.Ordinal)
            ? header.TryGetProperty("epk", out var key)
                && key.ValueKind == JsonValueKind.Object
                && IsEncodedOrMissing(header, "apu")
                && IsEncodedOrMissing(header, "apv")
            : !AgreementParameters.Any(name => header.TryGetProperty(name, out _));

    private static bool IsEncodedOrMissing(JsonElement header, string name) =>
        !header.TryGetProperty(name, out var member)
        || (member.ValueKind == JsonValueKind.String
            && member.GetString() is { Length: > 0 } text
            && Base64Oracle.Decode(Encoding.UTF8.GetBytes(text)) is not null);

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
