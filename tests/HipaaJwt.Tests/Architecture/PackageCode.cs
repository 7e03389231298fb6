using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HipaaJwt.Tests.Architecture;

/// <summary>The sources of one package, analyzed by the compiler. So names resolve to symbols, and comments do not count.</summary>
internal sealed class PackageCode
{
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

    private readonly string _folder;

    private PackageCode(string name, params PackageCode[] references)
    {
        Name = name;
        _folder = Path.Combine(Repository.Root, "src", name);
        Compilation = CSharpCompilation.Create(
            name,
            [.. Repository.Sources(_folder).Concat(LinkedSources(name)).Select(Parse), CSharpSyntaxTree.ParseText(ImplicitUsings, Options)],
            [.. PlatformReferences(), .. references.Select(reference => reference.Compilation.ToMetadataReference())],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    public static PackageCode Core { get; } = new("HipaaJwt");

    public static PackageCode AspNetCore { get; } = new("HipaaJwt.AspNetCore", Core);

    public static PackageCode OpenApi { get; } = new("HipaaJwt.OpenApi", Core, AspNetCore);

    public static PackageCode TokenIssuer { get; } = new("HipaaJwt.TokenIssuer", Core, AspNetCore);

    public static PackageCode Redis { get; } = new("HipaaJwt.Redis", Core);

    public static PackageCode AuditLog { get; } = new("HipaaJwt.AuditLog", Core);

    public static PackageCode Sqlite { get; } = new("HipaaJwt.Sqlite", Core, AuditLog);

    public static PackageCode PostgreSql { get; } = new("HipaaJwt.PostgreSql", Core, AuditLog);

    public static PackageCode Fhir { get; } = new("HipaaJwt.Fhir", Core, AuditLog);

    public static PackageCode Testing { get; } = new("HipaaJwt.Testing", Core, AspNetCore);

    public static PackageCode Tool { get; } = new("HipaaJwt.Tool", Core, AuditLog, Sqlite, PostgreSql);

    public static IEnumerable<PackageCode> All =>
        [Core, AspNetCore, OpenApi, TokenIssuer, Sqlite, PostgreSql, Redis, AuditLog, Fhir, Testing, Tool];

    public string Name { get; }

    public CSharpCompilation Compilation { get; }

    public IEnumerable<SyntaxTree> Trees => Compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0);

    /// <summary>Finds each use of a type of the package in a file of another folder.</summary>
    public IEnumerable<FolderDependency> Dependencies()
    {
        foreach (var tree in Trees)
        {
            var model = Compilation.GetSemanticModel(tree);
            var from = FolderOf(tree);
            var uses = tree.GetRoot().DescendantNodes()
                .Where(node => node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax);
            foreach (var use in uses)
            {
                if (OwnerOf(model.GetSymbolInfo(use).Symbol) is { } owner && FolderOf(owner) is { } to && to != from)
                {
                    yield return new FolderDependency(from, to, $"{Path.GetFileName(tree.FilePath)} uses {owner.Name}");
                }
            }
        }
    }

    /// <summary>
    /// Gets the folder of a file with its complete path, such as <c>Keys/Remote</c>. A file in the root counts as a folder with the name
    /// of its type, so the root cannot hide a circular dependency.
    /// </summary>
    public string FolderOf(SyntaxTree tree)
    {
        var path = Path.GetRelativePath(_folder, tree.FilePath).Replace(Path.DirectorySeparatorChar, '/');
        return path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : path[..^".cs".Length];
    }

    public bool IsInRoot(SyntaxTree tree) => Path.GetDirectoryName(tree.FilePath) == _folder;

    /// <summary>Gets the folder of the file with the name of the type. A partial type may have other files in other folders.</summary>
    private string? FolderOf(INamedTypeSymbol type)
    {
        var trees = type.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree).Where(tree => Trees.Contains(tree)).ToArray();
        var main = trees.FirstOrDefault(tree => Path.GetFileNameWithoutExtension(tree.FilePath) == type.Name) ?? trees.FirstOrDefault();
        return main is null ? null : FolderOf(main);
    }

    /// <summary>Gets the outermost type of a symbol: the type itself, or the type that declares the member.</summary>
    private static INamedTypeSymbol? OwnerOf(ISymbol? symbol)
    {
        var type = symbol switch
        {
            null or INamespaceSymbol => null,
            INamedTypeSymbol named => named.OriginalDefinition,
            _ => symbol.ContainingType?.OriginalDefinition,
        };
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    /// <summary>Sources of other packages that a package compiles again, because they are internal.</summary>
    private static IEnumerable<string> LinkedSources(string name) => name switch
    {
        "HipaaJwt.TokenIssuer" =>
        [
            .. Repository.Sources(Path.Combine(Repository.Root, "src", "HipaaJwt", "Calls")),
            Path.Combine(Repository.Root, "src", "HipaaJwt", "Diagnostics", "GuardedCounter.cs"),
            Path.Combine(Repository.Root, "src", "HipaaJwt.AspNetCore", "Hosting", "DocumentGeneration.cs"),
        ],
        "HipaaJwt.Fhir" =>
        [
            Path.Combine(Repository.Root, "src", "HipaaJwt.AuditLog", "Disks", "PosixCalls.cs"),
            Path.Combine(Repository.Root, "src", "HipaaJwt.AuditLog", "Disks", "FileIdentity.cs"),
        ],
        "HipaaJwt.Tool" => [Path.Combine(Repository.Root, "src", "HipaaJwt", "Names", "NearestName.cs")],
        "HipaaJwt.AspNetCore" => Repository.Sources(Path.Combine(Repository.Root, "src", "HipaaJwt", "Names")),
        _ => [],
    };

    private static SyntaxTree Parse(string path) => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Options, path);

    private static IEnumerable<MetadataReference> PlatformReferences() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("HipaaJwt", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
}

/// <summary>A use of a type of one folder in another.</summary>
internal sealed record FolderDependency(string From, string To, string Use);
