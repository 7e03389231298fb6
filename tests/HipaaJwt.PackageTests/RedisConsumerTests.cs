using HipaaJwt.PackageTests.Support;
using HipaaJwt.Stores.Tests.Redis.Support;

namespace HipaaJwt.PackageTests;

/// <summary>Publishes a program that uses the stores in Redis.</summary>
public sealed class RedisConsumerTests
{
    private static readonly string[] Expected =
    [
        "before: user-42",
        "after: 602 SessionEnded (sid)",
        "other session: user-42",
        "log: 1, Session, sequence 2",
        "replay: FirstUse, UsedBefore",
        "pruned: 0",
    ];

    private readonly PackedPackages _packages;

    public RedisConsumerTests(PackedPackages packages) => _packages = packages;

    [Fact]
    public async Task A_native_program_revokes_and_detects_replays_with_Redis()
    {
        await using var redis = await RedisProcess.StartAsync();

        var program = await NativeAot.PublishAsync(_packages.CopyConsumer("Redis", "native"));
        var output = await CommandLine.RunAsync(Path.GetTempPath(), program, redis.Configuration);

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Should().Equal(Expected);
    }
}
