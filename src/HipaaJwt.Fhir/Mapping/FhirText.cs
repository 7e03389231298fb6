using System.Text;
using System.Text.RegularExpressions;

namespace HipaaJwt.Fhir.Mapping;

/// <summary>Brings texts of events into the forms that FHIR allows.</summary>
internal static partial class FhirText
{
    /// <summary>A string has at least one character that is not white space, and no control characters.</summary>
    /// <returns>Null if nothing is left.</returns>
    public static string? Of(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : text.Any(character => char.IsSurrogate(character) || char.IsControl(character))
            ? string.Concat(text.EnumerateRunes().Select(rune => IsForbidden(rune) ? Rune.ReplacementChar : rune))
        : text;

    /// <summary>A URI without white space.</summary>
    /// <returns>Null if the text is no absolute URI.</returns>
    public static string? UriOf(string? text) =>
        text is not null && !text.Any(char.IsWhiteSpace) && Uri.IsWellFormedUriString(text, UriKind.Absolute) ? text : null;

    /// <summary>Whether the text can be the identifier of a resource.</summary>
    public static bool IsResourceId(string text) => ResourceId().IsMatch(text);

    /// <summary>Whether the text is a code of a v3 code system, such as <c>TREAT</c>.</summary>
    public static bool IsCode(string text) => Code().IsMatch(text);

    private static bool IsForbidden(Rune rune) => Rune.IsControl(rune) && rune.Value is not ('\t' or '\r' or '\n');

    [GeneratedRegex(@"\A[A-Za-z0-9\-.]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ResourceId();

    [GeneratedRegex(@"\A[A-Z]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
