using System.Security.Cryptography;
using HipaaJwt.Jws;
using HipaaJwt.Text;

namespace HipaaJwt.Encryption;

/// <summary>Reads the ephemeral public key of a token, <c>epk</c> (RFC 7518, sections 4.6.1.1 and 6.2.1).</summary>
internal static class EphemeralKey
{
    /// <summary>Reads the point if it is on the given curve.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, NistCurve curve, out ECPoint point)
    {
        point = default;
        using var index = new JsonMemberBuffer(stackalloc JsonMember[HeaderMembers.Max], stackalloc uint[HeaderMembers.Max]);
        if (StrictJson.ReadObject(json, index, out var members) != JsonFault.None
            || !HasValue(members, "kty"u8, "EC")
            || !HasValue(members, "crv"u8, curve.Name)
            || !TryReadCoordinate(members, "x"u8, curve, out var x)
            || !TryReadCoordinate(members, "y"u8, curve, out var y)
            || !curve.Contains(x, y))
        {
            return false;
        }

        point = new ECPoint { X = x, Y = y };
        return true;
    }

    private static bool HasValue(JsonObject members, ReadOnlySpan<byte> name, string expected) =>
        members.TryFind(name, out var value)
        && value.Kind == JsonKind.String
        && JsonText.GetString(members.Json, value) == expected;

    private static bool TryReadCoordinate(JsonObject members, ReadOnlySpan<byte> name, NistCurve curve, out byte[] coordinate)
    {
        coordinate = new byte[curve.CoordinateBytes];
        return members.TryFind(name, out var value)
            && value is { Kind: JsonKind.String, IsEscaped: false }
            && StrictBase64Url.TryDecodeExactly(value.RawIn(members.Json), coordinate);
    }
}
