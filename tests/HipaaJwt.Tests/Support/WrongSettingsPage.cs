using System.Reflection;

namespace HipaaJwt.Tests.Support;

/// <summary>
/// The tables of <c>docs/wrong-settings.md</c>. Each test compares the part that it produces. With the environment variable
/// <c>HIPAAJWT_WRITE_PAGES=true</c> it writes the part instead.
/// </summary>
internal static class WrongSettingsPage
{
    private const string Header = "| Mistake | Setting | Message |\n|---|---|---|\n";

    private static readonly string Page = Path.Combine(
        typeof(WrongSettingsPage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "RepositoryRoot").Value!,
        "docs",
        "wrong-settings.md");

    public static string RowOf(string name, string setting, string message) => $"| {name} | {Escape(setting)} | {Escape(message)} |\n";

    /// <summary>Compares the rows between the comments that name the part.</summary>
    public static void Check(string part, IEnumerable<string> rows)
    {
        var page = File.ReadAllText(Page);
        var (start, end) = ($"<!-- {part} -->\n\n", $"\n<!-- end of {part} -->");
        var from = page.IndexOf(start, StringComparison.Ordinal) + start.Length;
        var to = page.IndexOf(end, StringComparison.Ordinal);
        var table = Header + string.Concat(rows);
        if (Environment.GetEnvironmentVariable("HIPAAJWT_WRITE_PAGES") == "true")
        {
            File.WriteAllText(Page, page[..from] + table + page[to..]);
        }
        else
        {
            page[from..to].Should().Be(table, "docs/wrong-settings.md lists the messages; set HIPAAJWT_WRITE_PAGES=true to write them");
        }
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
