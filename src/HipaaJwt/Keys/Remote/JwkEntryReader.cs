using HipaaJwt.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Keys.Remote;

/// <summary>Reads one entry of a JWK Set (RFC 7517, section 4), which has passed the strict reading of the whole.</summary>
internal static class JwkEntryReader
{
    private const int MaxKeyIdLength = 1024;

    /// <summary>The parameters that only whoever signs may know (RFC 7518, sections 6.2.2 and 6.3.2; RFC 8037, section 2).</summary>
    private static readonly byte[][] PrivateMembers = [.. new[] { "d", "p", "q", "dp", "dq", "qi", "oth" }.Select(System.Text.Encoding.UTF8.GetBytes)];

    public static bool HasPrivateParts(in JsonObject key)
    {
        foreach (var member in PrivateMembers)
        {
            if (key.TryFind(member, out _))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsSymmetric(in JsonObject key) =>
        key.TryFind("k"u8, out _) || (key.TryFind("kty"u8, out var type) && JsonText.AreEqual(key.Json, type, "oct"u8));

    /// <summary>The public parts; null where a member is not of its kind.</summary>
    public static JsonWebKey? Read(in JsonObject key)
    {
        JsonWebKey result = new();
        var valid = TryText(key, "kty"u8, out var type)
            & TryText(key, "use"u8, out var use)
            & TryText(key, "alg"u8, out var algorithm)
            & TryText(key, "kid"u8, out var keyId)
            & TryText(key, "n"u8, out var modulus)
            & TryText(key, "e"u8, out var exponent)
            & TryText(key, "crv"u8, out var curve)
            & TryText(key, "x"u8, out var x)
            & TryText(key, "y"u8, out var y)
            & TryAddOperations(key, result);
        if (!valid || !IsKeyId(key))
        {
            return null;
        }

        (result.Kty, result.Use, result.Alg, result.Kid) = (type, use, algorithm, keyId);
        (result.N, result.E, result.Crv, result.X, result.Y) = (modulus, exponent, curve, x, y);
        return result;
    }

    private static bool TryText(in JsonObject key, ReadOnlySpan<byte> name, out string? text)
    {
        var isThere = key.TryFind(name, out var value);
        text = value.Kind == JsonKind.String ? JsonText.GetString(key.Json, value) : null;
        return !isThere || text is not null;
    }

    /// <summary>A name that no token could have is a mistake.</summary>
    private static bool IsKeyId(in JsonObject key) =>
        !key.TryFind("kid"u8, out var value) || (value.Length <= MaxKeyIdLength && IdentifierText.IsValid(key.Json, value));

    private static bool TryAddOperations(in JsonObject key, JsonWebKey result)
    {
        if (!key.TryFind("key_ops"u8, out var operations))
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
