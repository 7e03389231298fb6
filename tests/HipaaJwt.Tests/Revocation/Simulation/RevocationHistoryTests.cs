using System.Globalization;

namespace HipaaJwt.Tests.Revocations.Simulation;

[Trait("Speed", "Slow")]
public sealed class RevocationHistoryTests
{
    private const int DefaultCount = 1_000;

    private readonly ITestOutputHelper _output;

    public RevocationHistoryTests(ITestOutputHelper output) => _output = output;

    public static TheoryData<string> Defects => [.. Planted.All.Select(planted => planted.Name)];

    /// <summary>The number of histories, from the environment if a longer run is wanted.</summary>
    private static int Count => int.Parse(
        Environment.GetEnvironmentVariable("HIPAAJWT_HISTORIES") ?? DefaultCount.ToString(CultureInfo.InvariantCulture),
        CultureInfo.InvariantCulture);

    [Fact]
    public async Task No_instance_accepts_a_token_5_seconds_after_its_revocation_was_acknowledged()
    {
        var tokens = await TokenFactory.CreateAsync();
        var (checks, acceptances, acknowledged) = (0L, 0L, 0L);

        // Continuations run inside the events of a history only without a synchronization context.
        await Task.Run(() =>
        {
            for (var seed = 1; seed <= Count; seed++)
            {
                var history = RevocationHistory.Run(seed, tokens);
                (checks, acceptances, acknowledged) =
                    (checks + history.Checks, acceptances + history.Acceptances, acknowledged + history.Acknowledged);
                history.Violations.Should().BeEmpty("seed {0} has the faults {1}", seed, string.Join("; ", history.Faults));
            }
        });

        _output.WriteLine($"{Count} histories: {checks} checks, {acceptances} acceptances, {acknowledged} acknowledged revocations");
        acceptances.Should().BeGreaterThan(Count);
        acknowledged.Should().BeGreaterThan(9L * Count);
    }

    [Theory]
    [MemberData(nameof(Defects))]
    public async Task A_planted_defect_is_found(string name)
    {
        var tokens = await TokenFactory.CreateAsync();
        var planted = Planted.All.Single(defect => defect.Name == name);

        var (found, seed) = await Task.Run(() => Enumerable.Range(1, 2_000)
            .Select(seed => (RevocationHistory.Run(seed, tokens, planted).Violations, seed))
            .FirstOrDefault(run => run.Violations.Any(violation => violation.Contains("accepts", StringComparison.Ordinal))));

        found.Should().NotBeNull();
        _output.WriteLine($"{name}: found by history {seed}: {found?[0]}");
    }
}
