using System.Globalization;
using HipaaJwt.Stores.Tests.Sqlite;
using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>An event that was acknowledged is in the log, and no event is in it twice, whatever happens to the processes.</summary>
public sealed class SqliteAuditLogFaultTests : IDisposable
{
    private const int Processes = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly AuditKey _key = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task Four_processes_lose_no_acknowledged_event_while_one_is_killed_one_hangs_and_one_restarts()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows cannot suspend a process by a signal.");
        await using var workers = new AuditWorkers(_key, "sqlite", _folder.Database);
        await workers.StartAsync(Processes);
        await GrowsAsync();
        await workers.KillFirstAsync();
        await GrowsAsync();
        await workers.StartAsync(1);
        await GrowsAsync();

        // It may hold the lock of the file, so nobody may be able to write until it goes on.
        await workers.SuspendFirstAsync();
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, Cancellation);
        await workers.ResumeFirstAsync();
        await GrowsAsync();
        await workers.StopFirstAsync();
        await workers.StartAsync(1);
        await GrowsAsync();
        await workers.KillFirstAsync();
        await GrowsAsync();
        await workers.StopAsync();

        var acknowledged = workers.Acknowledged();
        acknowledged.Should().HaveCountGreaterThan(4 * Processes);
        var rows = await ReadAsync();
        rows.Select(row => row.Index).Should().Equal(Enumerable.Range(0, rows.Count).Select(index => (long)index), "the order is total");
        rows.Select(row => row.EventId).Should().OnlyHaveUniqueItems();
        acknowledged.Except(rows.Select(row => row.EventId)).Should().BeEmpty("acknowledged events are in the log");
        await IsValidAsync();
    }

    /// <summary>Waits until the processes have written more events.</summary>
    private async Task GrowsAsync()
    {
        var start = Size();
        await Eventually.TrueAsync(() => Task.FromResult(Size() > start + 200), "the processes must write");
    }

    private long Size() =>
        Convert.ToInt64(_folder.Execute("SELECT size FROM hipaa_jwt_audit_head"), CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<AuditLogRow>> ReadAsync()
    {
        using var database = Connect();
        return await database.ReadEventsAsync(0, int.MaxValue, withRecords: false, Cancellation);
    }

    private async Task IsValidAsync()
    {
        using var database = Connect();
        var verification = await new AuditLogVerifier(new AuditLogVerificationOptions { Keys = { _key.Verifier } })
            .VerifyAsync(database, null, Cancellation);
        verification.IsValid.Should().BeTrue(verification.Streams[0].Problem?.Message);
        verification.Streams[0].UnsignedEvents.Should().Be(0);
    }

    private SqliteAuditLogDatabase Connect() => new(new SqliteAuditLogOptions { Path = _folder.Database, ApplySchema = false });
}
