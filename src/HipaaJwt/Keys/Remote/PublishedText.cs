using System.Globalization;

namespace HipaaJwt.Keys.Remote;

/// <summary>Makes text that an issuer publishes safe for a log line.</summary>
internal static class PublishedText
{
    private const int MaxLength = 200;

    /// <summary>Quotes the text. It shortens long text and replaces characters that are not visible.</summary>
    public static string Quote(string? text)
    {
        if (text is null)
        {
            return "none";
        }

        var shown = string.Concat(text.Take(MaxLength).Select(character => IsVisible(character) ? character : '?'));
        return text.Length > MaxLength ? $"\"{shown}…\"" : $"\"{shown}\"";
    }

    /// <summary>Shows the text without quotes.</summary>
    public static string Clean(string text) => Quote(text)[1..^1];

    private static bool IsVisible(char character) => char.GetUnicodeCategory(character) is not (
        UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse
        or UnicodeCategory.Surrogate
        or UnicodeCategory.OtherNotAssigned);
}
