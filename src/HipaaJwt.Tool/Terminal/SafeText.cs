using System.Globalization;
using System.Text;

namespace HipaaJwt.Tool.Terminal;

/// <summary>
/// Escapes characters that change what a terminal shows: control characters, line breaks, direction marks and invisible characters.
/// Data of logs and tokens reach the terminal only through it.
/// </summary>
internal static class SafeText
{
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.EnumerateRunes().All(IsSafe))
        {
            return text ?? string.Empty;
        }

        var safe = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            safe.Append(IsSafe(rune) ? rune.ToString() : Escape(rune));
        }

        return safe.ToString();
    }

    private static bool IsSafe(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static string Escape(Rune rune) => rune.IsBmp
        ? string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}")
        : string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}");
}
