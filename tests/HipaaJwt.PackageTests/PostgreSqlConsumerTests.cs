using HipaaJwt.PackageTests.Support;
using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.PackageTests;

/// <summary>Publishes a program that uses the stores in PostgreSQL with the smallest data source.</summary>
public sealed class PostgreSqlConsumerTests
{
    private static readonly string[] Expected =
    [
        "before: user-42",
        "after: 602 SessionEnded (sid)",
        "other session: user-42",
        "log: 1, Session, sequence 2",
        "replay: FirstUse, UsedBefore",
        "pruned: 1",
        "pruned: 0",
        "pruned: 0",
    ];

    private readonly PackedPackages _packages;

    public PostgreSqlConsumerTests(PackedPackages packages) => _packages = packages;

    [Fact]
    public async Task A_native_program_revokes_and_detects_replays_with_PostgreSQL()
    {
        await using var server = await PostgreSqlServer.StartNewAsync();

        var program = await NativeAot.PublishAsync(_packages.CopyConsumer("PostgreSql", "native"));
        var output = await CommandLine.RunAsync(Path.GetTempPath(), program, server.ConnectionString);

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Should().Equal(Expected);
    }
}
