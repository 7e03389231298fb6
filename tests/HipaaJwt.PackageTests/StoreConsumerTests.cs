using HipaaJwt.PackageTests.Support;
using HipaaJwt.Stores.Tests.Redis.Support;
using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.PackageTests;

/// <summary>
/// Publishes a program that uses the stores: in an SQLite file with the issuer and the audit log, in PostgreSQL with the smallest data
/// source, and in Redis.
/// </summary>
public sealed class StoreConsumerTests(NativeStores native) : IClassFixture<NativeStores>
{
    private static readonly string[] Revoked =
    [
        "before: user-42",
        "after: 602 SessionEnded (sid)",
        "other session: user-42",
        "log: 1, Session, sequence 2",
        "replay: FirstUse, UsedBefore",
    ];

    [Fact]
    public async Task A_native_program_revokes_detects_replays_issues_tokens_and_records_it_with_SQLite() =>
        (await native.RunAsync("sqlite", Path.Combine(native.Folder, "stores.db"))).Should().Equal(
        [
            .. Revoked,
            "signed in: dr.rivera",
            "refreshed: True, retry: True",
            "ended: 1",
            "after the end: 602 SessionEnded (sid)",
            "pruned: 0",
            "pruned: 1",
            "pruned: 0",
            "audit log: True",
        ]);

    [Fact]
    public async Task A_native_program_revokes_and_detects_replays_with_PostgreSQL()
    {
        await using var server = await PostgreSqlServer.StartNewAsync();

        (await native.RunAsync("postgresql", server.ConnectionString)).Should().Equal([.. Revoked, "pruned: 1", "pruned: 0", "pruned: 0"]);
    }

    [Fact]
    public async Task A_native_program_revokes_and_detects_replays_with_Redis()
    {
        await using var redis = await RedisProcess.StartAsync();

        (await native.RunAsync("redis", redis.Configuration)).Should().Equal([.. Revoked, "pruned: 0"]);
    }
}
