using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HipaaJwt.Tests.Architecture;

/// <summary>The sources of the core, bound by the compiler, so that a name counts for what it means and comments do not count.</summary>
internal static class CoreCode
{
    /// <summary>The folder that files at the root of the project count as.</summary>
    public const string Facade = "façade";

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp14, DocumentationMode.None);

    public static CSharpCompilation Compilation { get; } = CSharpCompilation.Create(
        "HipaaJwt",
        [.. Repository.Sources(Repository.Core).Select(Parse), CSharpSyntaxTree.ParseText(ImplicitUsings, Options)],
        References(),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static IEnumerable<SyntaxTree> Trees => Compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0);

    /// <summary>Each use of a type of the core in a file of another folder, as "from → to (file: type)".</summary>
    public static IEnumerable<(string From, string To, string Use)> Dependencies()
    {
        foreach (var tree in Trees)
        {
            var model = Compilation.GetSemanticModel(tree);
            var from = FolderOf(tree);
            foreach (var use in tree.GetRoot().DescendantNodes().Where(node => node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax))
            {
                if (OwnerOf(model.GetSymbolInfo(use).Symbol) is { } owner && FolderOf(owner) is { } to && to != from)
                {
                    yield return (from, to, $"{from} → {to} ({Path.GetFileName(tree.FilePath)}: {owner.Name})");
                }
            }
        }
    }

    public static string FolderOf(SyntaxTree tree) =>
        Path.GetRelativePath(Repository.Core, tree.FilePath).Split(Path.DirectorySeparatorChar) is [var folder, _, ..] ? folder : Facade;

    private static string? FolderOf(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree is { FilePath.Length: > 0 } tree ? FolderOf(tree) : null;

    /// <summary>The type that a use depends on: itself, or the one that declares the member.</summary>
    private static INamedTypeSymbol? OwnerOf(ISymbol? symbol) => symbol switch
    {
        null or INamespaceSymbol => null,
        INamedTypeSymbol type => type.OriginalDefinition,
        _ => symbol.ContainingType?.OriginalDefinition,
    };

    private static SyntaxTree Parse(string path) => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Options, path);

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != "HipaaJwt.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
}
