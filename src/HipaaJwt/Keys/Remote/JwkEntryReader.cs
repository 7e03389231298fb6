using HipaaJwt.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Keys.Remote;

/// <summary>Reads one entry of a JWK Set (RFC 7517, section 4). The strict JSON reader has already checked the whole set.</summary>
internal static class JwkEntryReader
{
    /// <summary>The greatest length of a <c>kid</c> as it is written in the JSON, in bytes.</summary>
    private const int MaxKeyIdBytes = 1024;

    /// <summary>The parameters that only the signer may know (RFC 7518, sections 6.2.2 and 6.3.2; RFC 8037, section 2).</summary>
    private static readonly byte[][] PrivateMembers =
        [.. new[] { "d", "p", "q", "dp", "dq", "qi", "oth" }.Select(System.Text.Encoding.UTF8.GetBytes)];

    public static bool HasPrivateParts(in JsonObject key)
    {
        foreach (var member in PrivateMembers)
        {
            if (key.TryFind(member, out var value) && Carries(key, value))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsSymmetric(in JsonObject key) =>
        (key.TryFind("k"u8, out var secret) && Carries(key, secret))
        || (key.TryFind("kty"u8, out var type) && JsonText.AreEqual(key.Json, type, "oct"u8));

    /// <summary>Reads the public members of a key.</summary>
    /// <returns>The key; null if a member has the wrong JSON type or the <c>kid</c> is invalid.</returns>
    public static JsonWebKey? Read(in JsonObject key)
    {
        JsonWebKey result = new();
        var hasValidTypes = TryReadText(key, "kty"u8, out var type)
            & TryReadText(key, "use"u8, out var use)
            & TryReadText(key, "alg"u8, out var algorithm)
            & TryReadText(key, "kid"u8, out var keyId)
            & TryReadText(key, "n"u8, out var modulus)
            & TryReadText(key, "e"u8, out var exponent)
            & TryReadText(key, "crv"u8, out var curve)
            & TryReadText(key, "x"u8, out var x)
            & TryReadText(key, "y"u8, out var y)
            & TryAddOperations(key, result);
        if (!hasValidTypes || !HasValidKeyId(key))
        {
            return null;
        }

        (result.Kty, result.Use, result.Alg, result.Kid) = (type, use, algorithm, keyId);
        (result.N, result.E, result.Crv, result.X, result.Y) = (modulus, exponent, curve, x, y);
        return result;
    }

    /// <summary>Whether a member says anything. <c>null</c>, an empty text and an empty list do not.</summary>
    private static bool Carries(in JsonObject key, JsonValue value) => value.Kind switch
    {
        JsonKind.Null => false,
        JsonKind.String => value.Length > 0,
        JsonKind.Array => new JsonArray(key.Json, value).MoveNext(),
        _ => true,
    };

    /// <summary>Reads a text. A member that carries nothing counts as missing.</summary>
    private static bool TryReadText(in JsonObject key, ReadOnlySpan<byte> name, out string? text)
    {
        text = null;
        if (!key.TryFind(name, out var value) || value.Kind == JsonKind.Null || (value.Kind == JsonKind.String && value.Length == 0))
        {
            return true;
        }

        text = value.Kind == JsonKind.String ? JsonText.GetString(key.Json, value) : null;
        return text is not null;
    }

    /// <summary>A <c>kid</c> that no token can contain is an error in the published set.</summary>
    private static bool HasValidKeyId(in JsonObject key) =>
        !key.TryFind("kid"u8, out var value)
        || !Carries(key, value)
        || (value.Length <= MaxKeyIdBytes && IdentifierText.IsValid(key.Json, value));

    private static bool TryAddOperations(in JsonObject key, JsonWebKey result)
    {
        if (!key.TryFind("key_ops"u8, out var operations) || operations.Kind == JsonKind.Null)
        {
            return true;
        }

        if (operations.Kind != JsonKind.Array)
        {
            return false;
        }

        foreach (var operation in new JsonArray(key.Json, operations))
        {
            if (operation.Kind != JsonKind.String)
            {
                return false;
            }

            result.KeyOps.Add(JsonText.GetString(key.Json, operation));
        }

        return true;
    }
}
