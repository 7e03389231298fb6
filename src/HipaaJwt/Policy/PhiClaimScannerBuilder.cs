using System.Globalization;
using HipaaJwt.PhiClaims;

namespace HipaaJwt.Policy;

/// <summary>Builds the scanner for PHI claims and collects the problems of its options.</summary>
internal static class PhiClaimScannerBuilder
{
    /// <returns>The scanner; null if claims are not scanned.</returns>
    public static PhiClaimScanner? Build(PhiClaimOptions options, OptionPaths paths, OptionProblems problems)
    {
        if (!Enum.IsDefined(options.Action))
        {
            problems.Add(
                paths.Of("PhiClaims", "Action"),
                string.Create(CultureInfo.InvariantCulture, $"is {(int)options.Action}. Use Ignore, Warn or Refuse."));
        }

        var (names, patterns) = (paths.Of("PhiClaims", "Names"), paths.Of("PhiClaims", "ValuePatterns"));
        ValidateEntries(names, options.Names, PhiClaimScanner.FindNameProblem, problems);
        ValidateEntries(patterns, options.ValuePatterns, PhiClaimScanner.FindEntryProblem, problems);
        if (options.Action == PhiClaimAction.Ignore)
        {
            return null;
        }

        if (options.Names.Count + options.ValuePatterns.Count == 0)
        {
            problems.Add(
                names,
                $"and {patterns} are empty, so no claim could be found. Add entries, or set {paths.Of("PhiClaims", "Action")} to Ignore.");
        }

        return new PhiClaimScanner(options.Names.OfType<string>(), options.ValuePatterns.OfType<string>());
    }

    private static void ValidateEntries(OptionPath path, IList<string> entries, Func<string?, string?> findProblem, OptionProblems problems)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (findProblem(entries[i]) is { } problem)
            {
                problems.Add(path.Item(i), $"{problem}. Correct or remove it.");
            }
        }
    }
}
