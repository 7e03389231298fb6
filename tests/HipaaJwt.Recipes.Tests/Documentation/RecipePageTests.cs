using System.Globalization;
using System.Text.RegularExpressions;
using HipaaJwt.PackageTests.Documentation;
using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.Recipes.Tests.Documentation;

/// <summary>Compares the pages of recipes with the programs that these tests compile and run.</summary>
public sealed partial class RecipePageTests
{
    /// <summary>The code of these pages is compiled by other projects.</summary>
    private static readonly string[] OtherPages = ["testing", "workers", "token-exchange"];

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Repository.PathOf("docs", "recipes"), "*.md")
        .Select(file => Path.GetFileNameWithoutExtension(file));

    public static TheoryData<string> Pages => [.. Files.Except(OtherPages).Where(page => page != "README")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_code_block_equals_its_source(string page)
    {
        foreach (var block in Read(page).Blocks("csharp"))
        {
            SourceRegion.IsNamedBy(block).Should().BeTrue("{0} needs the line <!-- from path, region name -->", block.Place);
            block.Text.Should().Be(SourceRegion.Read(block), block.Place);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_settings_file_is_valid(string page)
    {
        foreach (var block in Read(page).Blocks("json"))
        {
            using var json = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(block.Text));
            var services = new ServiceCollection();
            services.AddHipaaJwt(new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("HipaaJwt"));
            using var provider = services.BuildServiceProvider();

            provider.Invoking(container => container.GetRequiredService<IJwtValidator>()).Should().NotThrow(block.Place);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_page_says_how_to_check_it_and_what_can_go_wrong(string page)
    {
        var headings = Read(page).Text.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).ToArray();

        headings.Should().Contain("## Check that it works").And.Contain("## Fix problems");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_error_code_has_its_name(string page)
    {
        foreach (Match code in CodePattern().Matches(Read(page).Text))
        {
            var number = int.Parse(code.Groups["number"].Value, CultureInfo.InvariantCulture);
            code.Groups["name"].Value.Should().Be(((JwtErrorCode)number).ToString(), "{0} names {1}", page, number);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_has_at_most_120_lines(string page)
    {
        var limit = page == "migration" ? 260 : 120;

        File.ReadAllLines(Repository.PathOf("docs", "recipes", page + ".md")).Length.Should().BeLessThanOrEqualTo(limit);
    }

    [Fact]
    public void The_list_of_recipes_contains_every_page() =>
        Read("README").Links.Should().Contain(Files.Where(page => page != "README").Select(page => page + ".md"));

    [GeneratedRegex(@"\b(?<number>[1-9]\d\d) `(?<name>[A-Z]\w+)")]
    private static partial Regex CodePattern();

    private static Markdown Read(string page) => Markdown.Read($"docs/recipes/{page}.md");
}
