using System.Text;

namespace HipaaJwt.Jws;

/// <summary>
/// Compares media types of <c>typ</c> and <c>cty</c>. Case is ignored and the prefix <c>application/</c> is optional (RFC 7515,
/// sections 4.1.9 and 4.1.10).
/// </summary>
internal static class MediaType
{
    private const string Prefix = "application/";

    public static string WithoutPrefix(string type) =>
        type.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? type[Prefix.Length..] : type;

    /// <param name="type">The <c>typ</c> or <c>cty</c> of the token.</param>
    /// <param name="expected">A media type without the prefix.</param>
    public static bool AreEqual(ReadOnlySpan<byte> type, ReadOnlySpan<byte> expected) =>
        Ascii.EqualsIgnoreCase(StartsWithPrefix(type) ? type[Prefix.Length..] : type, expected);

    private static bool StartsWithPrefix(ReadOnlySpan<byte> type) =>
        type.Length > Prefix.Length && Ascii.EqualsIgnoreCase(type[..Prefix.Length], Prefix);
}
