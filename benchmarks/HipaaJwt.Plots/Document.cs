using System.Text.RegularExpressions;

namespace HipaaJwt.Plots;

/// <summary>Replaces the tables between the markers <c>&lt;!-- table:NAME --&gt;</c> and <c>&lt;!-- /table --&gt;</c>.</summary>
internal static partial class Document
{
    public static void Rewrite(string path, IReadOnlyDictionary<string, string> tables)
    {
        var text = Table().Replace(File.ReadAllText(path), match =>
            $"{match.Groups[1].Value}\n{tables[match.Groups[2].Value]}{match.Groups[3].Value}");
        File.WriteAllText(path, text);
    }

    [GeneratedRegex("(<!-- table:([a-z-]+) -->)\n.*?(<!-- /table -->)", RegexOptions.Singleline)]
    private static partial Regex Table();
}
