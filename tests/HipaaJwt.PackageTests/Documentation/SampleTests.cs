using System.Text.Json;
using HipaaJwt.PackageTests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.PackageTests.Documentation;

/// <summary>Compiles the code blocks of the documentation and loads its configuration blocks.</summary>
public sealed class SampleTests
{
    [Fact]
    public void Every_code_block_compiles()
    {
        // A block that names its source equals code that its project compiles.
        var blocks = Markdown.All().SelectMany(page => page.Blocks("csharp")).Where(block => !SourceRegion.IsNamedBy(block)).ToArray();

        blocks.Should().HaveCountGreaterThan(5);
        var problems = blocks.SelectMany(block => SampleCompiler.Compile(block.Text).Select(problem => $"{block.Place}: {problem}"));
        problems.Should().BeEmpty();
    }

    [Fact]
    public void A_code_block_with_a_mistake_does_not_compile() =>
        SampleCompiler.Compile("services.AddHipaaJwt(options => options.ClockSkwe = default);").Should().ContainSingle();

    [Fact]
    public void A_code_block_that_names_its_source_equals_that_source()
    {
        var blocks = Markdown.All()
            .SelectMany(page => page.Blocks("csharp"))
            .Where(SourceRegion.IsNamedBy)
            .ToArray();

        blocks.Should().NotBeEmpty();
        foreach (var block in blocks)
        {
            block.Text.Should().Be(SourceRegion.Read(block), block.Place);
        }
    }

    [Fact]
    public void The_quick_start_has_fewer_than_20_lines()
    {
        var block = Markdown.Read("README.md").Blocks("csharp").First();

        block.Text.Split('\n').Should().HaveCountLessThan(20);
    }

    [Fact]
    public void Every_configuration_block_is_valid()
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

            provider.Invoking(container => container.GetRequiredService<IJwtValidator>()).Should().NotThrow(block.Place);
        }
    }

    [Theory]
    [InlineData("dotnet test")]
    [InlineData("dotnet run --project samples/ClinicApi -- walkthrough")]
    public void The_readme_contains_the_commands_that_the_CI_script_runs(string command) =>
        Markdown.Read("README.md").Blocks("sh").SelectMany(block => block.Text.Split('\n')).Should().Contain(command);

    [Fact]
    public void The_first_test_has_at_most_10_lines()
    {
        var block = Markdown.Read("docs/recipes/testing.md").Blocks("csharp").First();

        block.Text.Split('\n').Should().HaveCountLessThanOrEqualTo(10);
    }
}
