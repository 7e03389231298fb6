using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HipaaJwt.Tests.Architecture;

/// <summary>Files: median at most 80 lines, 90 % at most 200, none over 350. Methods: 10, 25 and 60.</summary>
public sealed class SizeTests
{
    private static readonly string[] Sources = [.. Repository.Sources(Path.Combine(Repository.Root, "src"))];

    [Fact]
    public void Files_keep_to_their_budget() =>
        ShouldKeepTo(Sources.Select(path => (Path.GetRelativePath(Repository.Root, path), File.ReadAllLines(path).Length)), 80, 200, 350);

    [Fact]
    public void Methods_keep_to_their_budget() => ShouldKeepTo(Sources.SelectMany(MethodsOf), 10, 25, 60);

    private static IEnumerable<(string Name, int Lines)> MethodsOf(string path) =>
        from node in CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantNodes()
        where node is BaseMethodDeclarationSyntax { Body: not null } or BaseMethodDeclarationSyntax { ExpressionBody: not null } or LocalFunctionStatementSyntax
        let lines = node.GetLocation().GetLineSpan()
        select ($"{Path.GetFileName(path)}:{lines.StartLinePosition.Line + 1}", lines.EndLinePosition.Line - lines.StartLinePosition.Line + 1);

    private static void ShouldKeepTo(IEnumerable<(string Name, int Lines)> all, int median, int nineTenths, int most)
    {
        var bySize = all.OrderBy(one => one.Lines).ToArray();

        bySize[bySize.Length / 2].Lines.Should().BeLessThanOrEqualTo(median);
        bySize[bySize.Length * 9 / 10].Lines.Should().BeLessThanOrEqualTo(nineTenths);
        bySize.Where(one => one.Lines > most).Should().BeEmpty();
    }
}
