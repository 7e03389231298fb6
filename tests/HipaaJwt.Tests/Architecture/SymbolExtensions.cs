using Microsoft.CodeAnalysis;

namespace HipaaJwt.Tests.Architecture;

internal static class SymbolExtensions
{
    /// <summary>All types of a namespace and those below it.</summary>
    public static IEnumerable<INamedTypeSymbol> GetTypes(this INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(GetTypes));
}
