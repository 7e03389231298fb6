using System.Buffers;
using HipaaJwt.Names;

namespace HipaaJwt.Policy;

/// <summary>
/// Finds token types that no token can have, because they are no media types (RFC 7515, section 4.1.9; RFC 6838, section 4.2).
/// </summary>
internal static class TokenTypeNames
{
    /// <summary>The types that standards register for access tokens and tokens of related kinds.</summary>
    private static readonly string[] Known = ["at+jwt", "JWT", "logout+jwt", "dpop+jwt", "secevent+jwt"];

    private static readonly SearchValues<char> Characters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&-^_.+/;=");

    public static void Validate(OptionPath path, IEnumerable<string?> types, OptionProblems problems)
    {
        foreach (var type in types.Where(type => !string.IsNullOrWhiteSpace(type) && type.AsSpan().ContainsAnyExcept(Characters)))
        {
            problems.Add(
                path,
                $"contains \"{type}\", which no token can have: a type has neither blanks nor quotes. "
                + $"Write {(NearestName.Find(type!, Known) is { } nearest ? $"\"{nearest}\"" : "the typ of the issuer's access tokens")}.");
        }
    }
}
