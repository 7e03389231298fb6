using HipaaJwt.Text;

namespace HipaaJwt.PhiClaims;

/// <summary>Looks into the values of members, whose JSON has been validated.</summary>
internal static class PhiValues
{
    /// <summary>
    /// Whether a value contains a text or a number at any depth. Booleans identify nobody, and an object of roles and permissions
    /// describes access.
    /// </summary>
    public static bool CarryData(ReadOnlySpan<byte> json, JsonValue value)
    {
        switch (value.Kind)
        {
            case JsonKind.Number:
                return true;
            case JsonKind.String:
                return value.Length > 0 && !IsBooleanText(value.RawIn(json));
            case JsonKind.Array:
                foreach (var element in new JsonArray(json, value))
                {
                    if (CarryData(json, element))
                    {
                        return true;
                    }
                }

                return false;
            case JsonKind.Object:
                return MembersCarryData(json, value);
            default:
                return false;
        }
    }

    /// <summary>Whether a value is the address of a service account of Google Cloud or Keycloak.</summary>
    public static bool IsMachineAddress(ReadOnlySpan<byte> json, JsonValue value) =>
        value.Kind == JsonKind.String
        && (value.RawIn(json).IndexOf(".gserviceaccount."u8) > 0 || value.RawIn(json).StartsWith("service-account-"u8));

    private static bool MembersCarryData(ReadOnlySpan<byte> json, JsonValue value)
    {
        var members = new JsonArray(json, value);
        while (members.MoveNext())
        {
            var name = members.Current;
            members.MoveNext();
            if (!IsGrant(json, name) && CarryData(json, members.Current))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsGrant(ReadOnlySpan<byte> json, JsonValue name)
    {
        const int MaxLength = 16;
        Span<byte> buffer = stackalloc byte[MaxLength];
        return name.Length <= MaxLength && PhiWords.IsGrant(PhiName.Read(name.RawIn(json), buffer).Normalized);
    }

    private static bool IsBooleanText(ReadOnlySpan<byte> text) => text.SequenceEqual("true"u8) || text.SequenceEqual("false"u8);
}
