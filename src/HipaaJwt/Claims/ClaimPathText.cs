using System.Diagnostics.CodeAnalysis;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.Claims;

/// <summary>Reads and formats claim paths, and finds paths that no token can have. Remedies say what to write instead.</summary>
internal static class ClaimPathText
{
    private const string Example = "such as \"realm_access.roles\"";
    private const string UriMark = "://";

    /// <summary>The registered claims that are strings, arrays of strings or numbers in every accepted token.</summary>
    private static readonly string[] NeverObjects =
    [
        ClaimNames.Issuer, ClaimNames.Subject, ClaimNames.Audience, ClaimNames.ExpirationTime, ClaimNames.NotBefore, ClaimNames.IssuedAt,
        ClaimNames.JwtId, ClaimNames.ClientId, ClaimNames.AuthorizedParty,
    ];

    /// <summary>Reads a path.</summary>
    /// <param name="path">The text.</param>
    /// <param name="names">The names; null if the text is not a path.</param>
    /// <param name="remedy">What to write instead; null if the text is a path.</param>
    public static bool TryParse(
        string? path, [NotNullWhen(true)] out string[]? names, [NotNullWhen(false)] out string? remedy)
    {
        names = Split(path ?? string.Empty);
        remedy = names is null
            ? "a backslash only before a dot, a colon or a backslash, such as \"resource_access.charts\\.clinic\\.test.roles\""
            : FindRemedy(names) ?? names.Select(FindRemedyOfWrittenName).FirstOrDefault(found => found is not null);
        names = remedy is null ? names : null;
        return remedy is null;
    }

    /// <summary>Finds out why no token can have the claim.</summary>
    /// <returns>What to write instead; null if a token can have it.</returns>
    public static string? FindRemedy(IReadOnlyList<string> names)
    {
        if (names.Count == 0 || names.Any(string.IsNullOrEmpty))
        {
            return $"claim names joined by dots, {Example}";
        }

        if (names.Count > StrictJson.MaxDepth)
        {
            return $"at most {StrictJson.MaxDepth} names, because the JSON of a token is not nested deeper";
        }

        if (names.Any(name => !IsValidUnicode(name)))
        {
            return "names without lone surrogates, because the JSON of a token has none";
        }

        return names.Count > 1 && NeverObjects.Contains(names[0], StringComparer.Ordinal)
            ? $"a path that begins with a claim that can be an object, because \"{names[0]}\" has no members in any token"
            : null;
    }

    /// <summary>Whether the claim is a registered one that is never an object and never true.</summary>
    public static bool IsNeverObject(string path) => NeverObjects.Contains(path, StringComparer.Ordinal);

    /// <summary>Whether the claim is a registered one that is a number in every token.</summary>
    public static bool IsDate(string path) => path is ClaimNames.ExpirationTime or ClaimNames.NotBefore or ClaimNames.IssuedAt;

    public static string Format(IReadOnlyList<string?> names)
    {
        var text = new StringBuilder();
        var isUri = names is [{ } single]
            && single.Contains(UriMark, StringComparison.Ordinal)
            && !single.Contains('\\', StringComparison.Ordinal);
        foreach (var name in names)
        {
            text.Append(text.Length == 0 ? string.Empty : ".").Append(isUri ? name : Escape(name ?? string.Empty));
        }

        return text.ToString();
    }

    /// <summary>A colon needs an escape only if the text would otherwise be a URI without a backslash, which is one name.</summary>
    private static string Escape(string name) => name
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace(".", "\\.", StringComparison.Ordinal)
        .Replace(UriMark, "\\" + UriMark, StringComparison.Ordinal);

    private static string? FindRemedyOfWrittenName(string name)
    {
        if (name.Trim().Length != name.Length)
        {
            return $"claim names without blanks at their ends, {Example}";
        }

        var isPattern = name is "*" or "$" || name[0] == '/' || (name[^1] == ']' && name.Contains('[', StringComparison.Ordinal));
        return isPattern
            ? $"names of claims without wildcards, indexes or slashes, {Example}. All elements of an array are read"
            : null;
    }

    /// <summary>Splits a path at its dots.</summary>
    /// <returns>The names; null if a backslash is before another character.</returns>
    private static string[]? Split(string path)
    {
        if (!path.Contains('\\', StringComparison.Ordinal))
        {
            return path.Contains(UriMark, StringComparison.Ordinal) ? [path] : path.Split('.');
        }

        List<string> names = [];
        var name = new StringBuilder();
        for (var index = 0; index < path.Length; index++)
        {
            switch (path[index])
            {
                case '.':
                    names.Add(name.ToString());
                    name.Clear();
                    break;
                case '\\' when index + 1 < path.Length && path[index + 1] is '.' or ':' or '\\':
                    name.Append(path[++index]);
                    break;
                case '\\':
                    return null;
                default:
                    name.Append(path[index]);
                    break;
            }
        }

        return [.. names, name.ToString()];
    }

    private static bool IsValidUnicode(string name)
    {
        for (var index = 0; index < name.Length; index += char.IsHighSurrogate(name[index]) ? 2 : 1)
        {
            if (char.IsSurrogate(name[index]) && !char.IsSurrogatePair(name, index))
            {
                return false;
            }
        }

        return true;
    }
}
