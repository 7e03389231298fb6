using HipaaJwt.Text;

namespace HipaaJwt.Jws;

/// <summary>What reading a JOSE Header has in common, whether it is that of a signed or of an encrypted token.</summary>
internal static class HeaderMembers
{
    /// <summary>How many members may be open at once.</summary>
    public const int Max = 32;

    /// <summary>Reads the members of a header, strictly (RFC 7515, section 4; RFC 7516, section 4).</summary>
    public static JwtError Read(ReadOnlySpan<byte> json, JsonMemberBuffer index, out JsonObject members) =>
        StrictJson.ReadObject(json, index, out members) switch
        {
            JsonFault.None => JwtError.None,
            JsonFault.Duplicate => new JwtError(JwtErrorCode.HeaderMemberDuplicate),
            JsonFault.TooComplex => new JwtError(JwtErrorCode.HeaderTooComplex),
            _ => new JwtError(JwtErrorCode.HeaderMalformed),
        };

    /// <summary>A text without escapes, which takes its part of the scratch space where it has some; empty for anything else.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> json, JsonValue value, Span<byte> scratch, scoped ref int used)
    {
        var text = value.Kind == JsonKind.String ? JsonText.Unescaped(json, value, scratch[used..]) : default;
        used += value.IsEscaped ? text.Length : 0;
        return text;
    }
}
