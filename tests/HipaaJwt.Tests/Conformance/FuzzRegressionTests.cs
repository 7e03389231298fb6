using HipaaJwt.Fuzz.Targets;
using HipaaJwt.Tests.Architecture;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Runs the seeds and regressions of the fuzzers with the code of their targets.</summary>
public sealed class FuzzRegressionTests
{
    private static readonly string Regressions = Path.Combine(Repository.Root, "fuzz", "regressions");

    public static TheoryData<string> Targets => [.. FuzzTargets.Names];

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Regressions, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Regressions, file))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_seed_satisfies_its_target(string target)
    {
        var fuzzTarget = FuzzTargets.Get(target);
        foreach (var seed in fuzzTarget.Seeds)
        {
            var check = () => fuzzTarget.Check(seed);
            check.Should().NotThrow("'{0}' is a seed", Convert.ToHexString(seed));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_regression_satisfies_its_target(string file)
    {
        var check = () => FuzzTargets.Get(Path.GetDirectoryName(file)!).Check(File.ReadAllBytes(Path.Combine(Regressions, file)));
        check.Should().NotThrow();
    }

    [Fact]
    public void Every_regression_belongs_to_a_target() =>
        Directory.EnumerateDirectories(Regressions).Select(Path.GetFileName).Should().BeSubsetOf(FuzzTargets.Names);
}
