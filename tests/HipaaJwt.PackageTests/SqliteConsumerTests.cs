using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests;

/// <summary>Publishes a program that uses the stores in an SQLite file, the issuer and the audit log.</summary>
public sealed class SqliteConsumerTests
{
    private static readonly string[] Expected =
    [
        "before: user-42",
        "after: 602 SessionEnded (sid)",
        "other session: user-42",
        "log: 1, Session, sequence 2",
        "replay: FirstUse, UsedBefore",
        "signed in: dr.rivera",
        "refreshed: True, retry: True",
        "ended: 1",
        "after the end: 602 SessionEnded (sid)",
        "pruned: 0",
        "pruned: 1",
        "pruned: 0",
        "audit log: True",
    ];

    private readonly PackedPackages _packages;

    public SqliteConsumerTests(PackedPackages packages) => _packages = packages;

    [Fact]
    public async Task A_native_program_revokes_detects_replays_issues_tokens_and_records_it_with_SQLite()
    {
        var folder = _packages.CopyConsumer("Sqlite", "native");

        var program = await NativeAot.PublishAsync(folder);
        var output = await CommandLine.RunAsync(folder, program, Path.Combine(folder, "stores.db"));

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Should().Equal(Expected);
    }
}
