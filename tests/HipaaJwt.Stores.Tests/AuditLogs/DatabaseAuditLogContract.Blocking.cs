using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>What happens if a database blocks the thread of the log.</summary>
public abstract partial class DatabaseAuditLogContract
{
    [Fact]
    public async Task A_database_that_blocks_the_thread_makes_the_log_unavailable_and_another_thread_goes_on()
    {
        using var database = new BlockingDatabase(Connect());
        await using (var log = await OpenBlockingAsync(database))
        {
            await WriteAsync(log, "before");
            database.Blocks = true;

            await log.Awaiting(target => WriteAsync(target, "unknown")).Should().ThrowAsync<AuditLogUnavailableException>();

            await Eventually.TrueAsync(() => Task.FromResult(log.Status == AuditLogStatus.Failing), "the database does not answer");
            database.Blocks = false;
            await Eventually.TrueAsync(() => Task.FromResult(log.Status == AuditLogStatus.Writing), "another thread writes");
            await WriteAsync(log, "after");
            database.Blocked.Should().BePositive("the first thread is still in the database");
        }

        // The log is closed although a thread is still blocked. What the thread finds out then changes nothing.
        database.Answer();
        await Eventually.TrueAsync(() => Task.FromResult(database.Blocked == 0), "the thread ends");
        (await RecordsAsync()).Where(record => record.Subject is not null).Select(record => record.Subject)
            .Should().Equal("before", "unknown", "after");
        (await VerifyAsync()).Verdict.Should().Be(AuditLogVerdict.Valid);
    }

    [Fact]
    public async Task A_database_that_goes_on_to_block_gets_four_threads_at_most()
    {
        using var database = new BlockingDatabase(Connect());
        await using var log = await OpenBlockingAsync(database);
        database.Blocks = true;
        await log.Awaiting(target => WriteAsync(target, "unknown")).Should().ThrowAsync<AuditLogUnavailableException>();
        await Eventually.TrueAsync(() => Task.FromResult(database.Blocked == 4), "the log tries again every second");

        // Longer than the interval of the tries.
        for (var count = 0; count < 15; count++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
            database.Blocked.Should().Be(4);
            log.Status.Should().Be(AuditLogStatus.Failing);
        }

        database.Answer();
        await Eventually.TrueAsync(() => Task.FromResult(log.Status == AuditLogStatus.Writing), "the database answers again");
        await WriteAsync(log, "after");
    }

    private Task<DatabaseAuditLog> OpenBlockingAsync(BlockingDatabase database)
    {
        var options = CreateOptions();
        options.SigningKeyFile = _key.Path;
        options.WriteTimeout = TimeSpan.FromMilliseconds(300);
        options.Anchors.Add(_anchor);
        return DatabaseAuditLog.OpenAsync(database, options, TimeProvider.System, null, Cancellation);
    }
}
