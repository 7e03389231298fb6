using System.Text.Json;
using HipaaJwt.PackageTests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.PackageTests.Documentation;

/// <summary>What a reader copies out of the documentation works.</summary>
public sealed class SampleTests
{
    private const string SourceMarker = "<!-- from ";

    [Fact]
    public void Every_block_of_code_compiles()
    {
        Assert.SkipUnless(PackedPackages.Exists(PackedPackages.AspNetCore), "src/HipaaJwt.AspNetCore is not there yet.");
        var blocks = Markdown.All().SelectMany(page => page.Blocks("csharp")).ToArray();

        blocks.Should().HaveCountGreaterThan(5);
        var problems = blocks.SelectMany(block => SampleCompiler.Compile(block.Text).Select(problem => $"{block.Place}: {problem}"));
        problems.Should().BeEmpty();
    }

    [Fact]
    public void A_block_with_a_mistake_would_be_found() =>
        SampleCompiler.Compile("services.AddHipaaJwt(options => options.ClockSkwe = default);").Should().ContainSingle();

    [Fact]
    public void A_block_that_names_its_source_is_that_source_to_the_letter()
    {
        var blocks = Markdown.All().SelectMany(page => page.Blocks("csharp")).Where(block => block.LineAbove.StartsWith(SourceMarker, StringComparison.Ordinal)).ToArray();

        blocks.Should().NotBeEmpty();
        foreach (var block in blocks)
        {
            var words = block.LineAbove[SourceMarker.Length..].Replace("-->", string.Empty, StringComparison.Ordinal).Split(", region ", StringSplitOptions.TrimEntries);
            Assert.SkipUnless(File.Exists(Repository.PathOf(words[0])), $"{words[0]} is not there yet.");
            block.Text.Should().Be(RegionOf(words[0], words[1]), block.Place);
        }
    }

    [Fact]
    public void The_quick_start_takes_fewer_than_twenty_lines()
    {
        var block = Markdown.Read("README.md").Blocks("csharp").First();

        block.Text.Split('\n').Should().HaveCountLessThan(20);
    }

    [Fact]
    public void Every_block_of_settings_is_taken_as_it_stands()
    {
        var blocks = Markdown.All().SelectMany(page => page.Blocks("json")).ToArray();

        blocks.Should().NotBeEmpty();
        foreach (var block in blocks)
        {
            JsonDocument.Parse(block.Text).RootElement.TryGetProperty("HipaaJwt", out _).Should().BeTrue(block.Place);
            using var json = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(block.Text));
            var configuration = new ConfigurationBuilder().AddJsonStream(json).Build();
            var services = new ServiceCollection();
            services.AddHipaaJwt(configuration.GetSection("HipaaJwt"));
            using var provider = services.BuildServiceProvider();

            provider.Invoking(all => all.GetRequiredService<IJwtValidator>()).Should().NotThrow(block.Place);
        }
    }

    [Theory]
    [InlineData("dotnet test")]
    [InlineData("dotnet run --project samples/ClinicApi -- walkthrough")]
    public void The_two_commands_stand_in_lines_of_their_own_where_the_script_of_the_checks_finds_them(string command) =>
        Markdown.Read("README.md").Blocks("sh").SelectMany(block => block.Text.Split('\n')).Should().Contain(command);

    private static string RegionOf(string path, string name)
    {
        var lines = File.ReadAllLines(Repository.PathOf(path)).AsSpan();
        var start = lines.IndexOf("#region " + name) + 1;
        start.Should().BePositive("{0} should have the region {1}", path, name);
        return string.Join('\n', lines.Slice(start, lines[start..].IndexOf("#endregion")).ToArray());
    }
}
