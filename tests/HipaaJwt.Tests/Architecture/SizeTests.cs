using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HipaaJwt.Tests.Architecture;

/// <summary>
/// Limits of lines. Files: the median is at most 80, the 90th percentile 200, the maximum 350. Methods: 10, 25 and 60. Columns: 140.
/// </summary>
public sealed class SizeTests
{
    private static readonly string[] Sources = [.. Repository.Sources(Path.Combine(Repository.Root, "src"))];

    [Fact]
    public void Files_stay_within_their_size_limits() =>
        AssertLimits(Sources.Select(path => (Path.GetRelativePath(Repository.Root, path), File.ReadAllLines(path).Length)), 80, 200, 350);

    [Fact]
    public void Methods_stay_within_their_size_limits() => AssertLimits(Sources.SelectMany(MethodsOf), 10, 25, 60);

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("samples")]
    [InlineData("benchmarks")]
    [InlineData("fuzz")]
    public void Lines_have_at_most_140_columns(string folder) =>
        Repository.Sources(Path.Combine(Repository.Root, folder))
            .SelectMany(path => File.ReadLines(path).Select((line, index) => (line.Length, Place: $"{path}:{index + 1}")))
            .Where(line => line.Length > 140)
            .Select(line => line.Place)
            .Should().BeEmpty();

    private static IEnumerable<(string Name, int Lines)> MethodsOf(string path) =>
        from node in CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantNodes()
        where node is BaseMethodDeclarationSyntax { Body: not null }
            or BaseMethodDeclarationSyntax { ExpressionBody: not null }
            or LocalFunctionStatementSyntax
        let lines = node.GetLocation().GetLineSpan()
        let first = lines.StartLinePosition.Line + 1
        let last = lines.EndLinePosition.Line + 1
        select ($"{Path.GetFileName(path)}:{first}", last - first + 1);

    private static void AssertLimits(IEnumerable<(string Name, int Lines)> all, int median, int percentile90, int maximum)
    {
        var bySize = all.OrderBy(item => item.Lines).ToArray();

        bySize[bySize.Length / 2].Lines.Should().BeLessThanOrEqualTo(median);
        bySize[bySize.Length * 9 / 10].Lines.Should().BeLessThanOrEqualTo(percentile90);
        bySize.Where(item => item.Lines > maximum).Should().BeEmpty();
    }
}
