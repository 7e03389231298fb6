using System.Globalization;
using HipaaJwt.PhiClaims;

namespace HipaaJwt;

/// <summary>Makes the policy about claims in clear tokens ready and says everything that is wrong with it.</summary>
internal static class PhiClaimBuilder
{
    private const string Path = "HipaaJwt:PhiClaims";
    private const int MaxEntryLength = 128;

    /// <summary>Null where nobody looks at the claims, and to be used only where no problem was added.</summary>
    public static PhiClaimMatcher? Build(PhiClaimPolicy policy, ICollection<string> problems)
    {
        if (!Enum.IsDefined(policy.Action))
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{Path}:Action is {(int)policy.Action}. Use Ignore, Warn or Refuse."));
        }

        if (policy.Action == PhiClaimAction.Ignore)
        {
            return null;
        }

        if (policy.Names.Count + policy.ValuePatterns.Count == 0)
        {
            problems.Add($"{Path}:Names and {Path}:ValuePatterns are empty, so nothing could be found. Add entries, or set {Path}:Action to Ignore.");
        }

        CheckEntries("Names", policy.Names, problems);
        CheckEntries("ValuePatterns", policy.ValuePatterns, problems);
        return new PhiClaimMatcher(policy.Names.OfType<string>(), policy.ValuePatterns.OfType<string>());
    }

    /// <summary>An entry is what errors and audit events tell, several with blanks between them.</summary>
    private static void CheckEntries(string name, IList<string> entries, ICollection<string> problems)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (!IsUsable(entries[i]))
            {
                problems.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Path}:{name}:{i} is empty, stands for everything, has blanks or characters outside ASCII, or is longer than {MaxEntryLength}. Correct or remove it."));
            }
        }
    }

    private static bool IsUsable(string? entry) =>
        entry?.Length is > 0 and <= MaxEntryLength
        && entry.All(character => character is > ' ' and < '\x7F')
        && entry.Any(character => character is not ('*' or '_' or '-' or '.'));
}
