using System.Globalization;

namespace HipaaJwt.Tests.Architecture;

public sealed class ErrorCodeDocumentationTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "errors.md");

    [Fact]
    public void Every_error_code_has_a_row_in_the_documentation()
    {
        Assert.SkipUnless(File.Exists(Page), "docs/errors.md does not exist.");
        var rows = File.ReadAllLines(Page).Where(line => line.StartsWith('|')).ToArray();

        Enum.GetValues<JwtErrorCode>()
            .Where(code => code != JwtErrorCode.None && !rows.Any(row => Names(row, code)))
            .Should().BeEmpty();
    }

    private static bool Names(string row, JwtErrorCode code)
    {
        var cells = row.Split('|', StringSplitOptions.TrimEntries).Select(cell => cell.Trim('`', '*', ' ')).ToArray();
        return cells.Contains(((int)code).ToString(CultureInfo.InvariantCulture)) && cells.Contains(code.ToString());
    }
}
