using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HipaaJwt.Tests.Architecture;

public sealed class StateTests
{
    [Fact]
    public void Static_fields_and_properties_are_read_only() =>
        Members<IFieldSymbol>().Where(field => field.IsStatic && field is { IsReadOnly: false, IsConst: false }).Select(Describe)
            .Concat(Members<IPropertySymbol>().Where(property => property.IsStatic && property.SetMethod is not null).Select(Describe))
            .Should().BeEmpty();

    [Fact]
    public void Writable_fields_are_private() =>
        Members<IFieldSymbol>()
            .Where(field => field is { IsReadOnly: false, IsConst: false, DeclaredAccessibility: not Accessibility.Private })
            .Where(field => field.ContainingType.DeclaredAccessibility != Accessibility.Private)
            .Select(Describe)
            .Should().BeEmpty();

    private static string Describe(ISymbol symbol) => symbol.ToDisplayString();

    private static IEnumerable<T> Members<T>()
        where T : ISymbol =>
        from package in PackageCode.All
        from tree in package.Trees
        let model = package.Compilation.GetSemanticModel(tree)
        from declaration in tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
        from member in ((INamedTypeSymbol)model.GetDeclaredSymbol(declaration)!).GetMembers().OfType<T>()
        where !member.IsImplicitlyDeclared
        select member;
}
