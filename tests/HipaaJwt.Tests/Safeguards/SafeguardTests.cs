using System.Text.RegularExpressions;
using HipaaJwt.Tests.Architecture;

namespace HipaaJwt.Tests.Safeguards;

/// <summary>One table says what the library does for each paragraph. The page, the code and the names in it are true.</summary>
public sealed class SafeguardTests
{
    private const string HowToWrite = "set HIPAAJWT_WRITE_PAGES=true to write it from docs/safeguards.json";

    private readonly IReadOnlyList<SafeguardRow> _rows = SafeguardRow.ReadAll();

    [Fact]
    public void The_page_has_the_rows_of_the_table() => Check(SafeguardPage.Path, page => SafeguardPage.Render(page, _rows));

    [Fact]
    public void The_code_has_the_rows_of_the_table() => Check(SafeguardSource.Path, _ => SafeguardSource.Render(_rows));

    [Fact]
    public void Has_each_paragraph_of_the_technical_safeguards_once() =>
        _rows.Where(row => row.Group == "technical").Select(row => row.Paragraph).Should().Equal(
            "164.312(a)(1)", "164.312(a)(2)(i)", "164.312(a)(2)(ii)", "164.312(a)(2)(iii)", "164.312(a)(2)(iv)", "164.312(b)",
            "164.312(c)(1)", "164.312(c)(2)", "164.312(d)", "164.312(e)(1)", "164.312(e)(2)(i)", "164.312(e)(2)(ii)");

    [Fact]
    public void Names_only_test_classes_that_exist()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);
        foreach (var test in _rows.SelectMany(row => row.Tests))
        {
            var (scope, name) = (test[..test.LastIndexOf('.')], test[(test.LastIndexOf('.') + 1)..]);
            files[name].Select(File.ReadAllText)
                .Should().Contain(
                    code => code.Contains($"namespace {scope};", StringComparison.Ordinal) && Regex.IsMatch(code, @"\[(Fact|Theory)\b"),
                    "{0} must exist",
                    test);
        }
    }

    [Fact]
    public void Names_only_settings_that_exist()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "PublicAPI.*.txt", SearchOption.AllDirectories);
        var api = string.Concat(files.Select(File.ReadAllText));
        foreach (var setting in _rows.SelectMany(row => row.Settings))
        {
            foreach (var name in setting.Split(':'))
            {
                Regex.IsMatch(api, $@"\.{Regex.Escape(name)}(\.get|\(|Attribute\b)")
                    .Should().BeTrue("{0} must be an option or a method", setting);
            }
        }
    }

    [Fact]
    public void A_row_without_tests_says_that_the_library_does_nothing_by_itself()
    {
        foreach (var row in _rows.Where(row => row.Tests.Count == 0))
        {
            row.Feature.Should().StartWith("Nothing", "{0} names no test", row.Paragraph);
        }
    }

    private static void Check(string path, Func<string, string> render)
    {
        var actual = File.Exists(path) ? File.ReadAllText(path) : string.Empty;
        var expected = render(actual);
        if (Environment.GetEnvironmentVariable("HIPAAJWT_WRITE_PAGES") == "true")
        {
            File.WriteAllText(path, expected);
            return;
        }

        actual.Should().Be(expected, HowToWrite);
    }
}
