using Microsoft.CodeAnalysis;

namespace HipaaJwt.Tests.Architecture;

public sealed class FolderDependencyTests
{
    /// <summary>
    /// For each folder those that it may use. Errors ← Text ← Jws ← Keys ← Claims ← {Checks, Permissions, Auditing: blind to
    /// each other} ← Caching ← façade ← DependencyInjection; Diagnostics stands beside Text, PhiClaims above it, Encryption
    /// beside Claims, and Replay ← SenderConstraints on Checks, beside Caching.
    /// </summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Errors"] = [],
        ["Diagnostics"] = ["Errors"],
        ["Text"] = ["Errors"],
        ["Jws"] = ["Errors", "Text"],
        ["Keys"] = ["Errors", "Text", "Jws"],
        ["Encryption"] = ["Errors", "Text", "Jws", "Keys"],
        ["PhiClaims"] = ["Errors", "Text"],
        ["Claims"] = ["Errors", "Text", "Jws", "Keys"],
        ["Checks"] = ["Errors", "Text", "Jws", "Keys", "Claims", "PhiClaims"],
        ["Permissions"] = ["Errors", "Text", "Jws", "Keys", "Claims"],
        ["Auditing"] = ["Errors", "Diagnostics", "Text", "Jws", "Keys", "Claims"],
        ["Replay"] = ["Errors", "Diagnostics", "Text", "Jws", "Keys", "Claims", "Checks"],
        ["SenderConstraints"] = ["Errors", "Text", "Jws", "Keys", "Claims", "Checks", "Replay"],
        ["Caching"] = ["Errors", "Diagnostics", "Text", "Jws", "Keys", "Claims", "Checks", "Permissions", "Auditing"],
        [CoreCode.Facade] =
            ["Errors", "Diagnostics", "Text", "Jws", "Keys", "Encryption", "PhiClaims", "Claims", "Checks", "Permissions", "Auditing", "Replay", "SenderConstraints", "Caching"],
        ["DependencyInjection"] =
            ["Errors", "Diagnostics", "Text", "Jws", "Keys", "Encryption", "PhiClaims", "Claims", "Checks", "Permissions", "Auditing", "Replay", "SenderConstraints", "Caching", CoreCode.Facade],
    };

    [Fact]
    public void Every_folder_uses_only_those_below_it() =>
        string.Join('\n', CoreCode.Dependencies()
            .Where(dependency => !Allowed.GetValueOrDefault(dependency.From, []).Contains(dependency.To))
            .Select(dependency => dependency.Use)
            .Distinct()).Should().BeEmpty();

    [Fact]
    public void Every_folder_has_its_place_in_the_order() =>
        CoreCode.Trees.Select(CoreCode.FolderOf).Distinct().Should().BeSubsetOf(Allowed.Keys);

    [Fact]
    public void The_compiler_understands_the_sources_well_enough_to_judge_them()
    {
        // What source generators would add is missing here: bodies of partial methods, and nothing else.
        CoreCode.Compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS8795")
            .Should().BeEmpty();
        CoreCode.Dependencies().Should().Contain(dependency => dependency.From == "DependencyInjection" && dependency.To == CoreCode.Facade);
    }
}
