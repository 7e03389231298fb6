using HipaaJwt.Text;

namespace HipaaJwt.Jws;

/// <summary>Reads the members of JOSE headers, for signed and encrypted tokens.</summary>
internal static class HeaderMembers
{
    /// <summary>The largest number of members in objects that are open at the same time.</summary>
    public const int Max = 32;

    /// <summary>Reads the members of a header as strict JSON (RFC 7515, section 4; RFC 7516, section 4).</summary>
    public static JwtError Read(ReadOnlySpan<byte> json, JsonMemberBuffer index, out JsonObject members) =>
        StrictJson.ReadObject(json, index, out members) switch
        {
            JsonFault.None => JwtError.None,
            JsonFault.Duplicate => new JwtError(JwtErrorCode.HeaderMemberDuplicate),
            JsonFault.TooComplex => new JwtError(JwtErrorCode.HeaderTooComplex),
            _ => new JwtError(JwtErrorCode.HeaderMalformed),
        };

    /// <summary>Reads an unescaped string. If it had escapes, it uses a part of the scratch space.</summary>
    /// <returns>The string; empty if the value is not a string.</returns>
    public static ReadOnlySpan<byte> ReadString(ReadOnlySpan<byte> json, JsonValue value, Span<byte> scratch, scoped ref int used)
    {
        var text = value.Kind == JsonKind.String ? JsonText.Unescaped(json, value, scratch[used..]) : default;
        used += value.IsEscaped ? text.Length : 0;
        return text;
    }
}
