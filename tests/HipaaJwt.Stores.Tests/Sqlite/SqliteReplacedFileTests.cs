using System.Diagnostics;
using HipaaJwt.Stores.Tests.Contract;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Stores.Tests.Sqlite;

/// <summary>Deletes and replaces the file while processes use it. An open file would keep answering from what no longer exists.</summary>
public sealed class SqliteReplacedFileTests : StoreContract
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The ways in which an administrator takes a copy of the file.</summary>
    public enum Backup
    {
        OnlineBackup,
        Vacuum,
        FileWithoutLog,
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deleted_file_is_an_empty_log(bool withItsLog)
    {
        var (first, second) = (await StartProcessAsync(), await StartProcessAsync());
        await first.Revocations.StartEpochAsync();
        await first.Revocations.AppendAsync(1);
        await second.Revocations.AppendAsync(2);

        Delete(withItsLog);

        (await second.Revocations.ReadAsync()).Head.Should().BeNull();
        (await first.Revocations.AppendAsync(LogReader.Entry(3), CancellationToken.None)).Should().BeNull();
        var head = await first.Revocations.StartEpochAsync();
        head.Sequence.Should().Be(1);
        await first.Revocations.AppendAsync(4);
        (await second.Revocations.ReadAsync()).Revocations.Select(revocation => revocation.Key).Should().Equal(4);
    }

    [Fact]
    public async Task A_deleted_write_ahead_log_loses_what_was_only_in_it()
    {
        var process = await StartProcessAsync();
        await process.Revocations.StartEpochAsync();
        await process.Revocations.AppendAsync(1);

        File.Delete(_folder.Database + "-wal");

        (await process.Revocations.ReadAsync()).Head.Should().BeNull("what another process reads now");
    }

    [Theory]
    [InlineData(Backup.OnlineBackup, false, false)]
    [InlineData(Backup.OnlineBackup, false, true)]
    [InlineData(Backup.OnlineBackup, true, false)]
    [InlineData(Backup.OnlineBackup, true, true)]
    [InlineData(Backup.Vacuum, false, false)]
    [InlineData(Backup.Vacuum, false, true)]
    [InlineData(Backup.Vacuum, true, false)]
    [InlineData(Backup.Vacuum, true, true)]
    public async Task An_older_copy_that_replaces_the_file_is_what_is_read(Backup kind, bool overwrites, bool withoutLog)
    {
        var process = await StartProcessAsync();
        var other = await StartProcessAsync();
        await process.Revocations.StartEpochAsync();
        await process.Revocations.AppendAsync(1);
        Take(kind);
        await FillAsync(process, other);
        await other.Revocations.AppendAsync(2);

        Restore(overwrites, withoutLog);

        await RecoverAsync(process, other);
        await ExpectAsync(process, 1);
        await ExpectAsync(other, 1);
        await ExpectAsync(await StartProcessAsync(), 1);
        await process.Revocations.AppendAsync(7);
        await ExpectAsync(other, 1, 7);
    }

    [Theory]
    [InlineData(Backup.OnlineBackup, false)]
    [InlineData(Backup.OnlineBackup, true)]
    [InlineData(Backup.Vacuum, false)]
    [InlineData(Backup.Vacuum, true)]
    public async Task An_older_copy_that_replaces_the_file_while_its_log_is_empty_is_what_is_read(Backup kind, bool overwrites)
    {
        var (process, other) = (await StartProcessAsync(), await StartProcessAsync());
        await process.Revocations.StartEpochAsync();
        await process.Revocations.AppendAsync(1);
        Take(kind);
        await FillAsync(process, other);
        new FileInfo(_folder.Database + "-wal").Length.Should().Be(0);

        Restore(overwrites, withoutLog: false);

        await RecoverAsync(process, other);
        await ExpectAsync(process, 1);
        await ExpectAsync(await StartProcessAsync(), 1);
        await other.Revocations.AppendAsync(7);
        await ExpectAsync(process, 1, 7);
        Check().Should().Be("ok");
    }

    [Theory]
    [InlineData(Backup.OnlineBackup, false)]
    [InlineData(Backup.OnlineBackup, true)]
    [InlineData(Backup.Vacuum, false)]
    [InlineData(Backup.Vacuum, true)]
    [InlineData(Backup.FileWithoutLog, false)]
    [InlineData(Backup.FileWithoutLog, true)]
    public async Task A_copy_of_the_same_generation_never_mixes_with_the_log(Backup kind, bool overwrites)
    {
        var process = await StartProcessAsync();
        await process.Revocations.StartEpochAsync();
        for (var key = 1; key <= 200; key++)
        {
            await process.Revocations.AppendAsync((UInt128)key);
        }

        Take(kind);
        await process.Revocations.AppendAsync(201);

        Restore(overwrites, withoutLog: false);

        await ExpectAsync(process, [.. Enumerable.Range(1, kind == Backup.Vacuum ? 200 : 201)]);
        Check().Should().Be("ok");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_copy_that_is_restored_beside_the_log_of_a_killed_process_is_what_is_read(bool overwrites)
    {
        var process = await StartProcessAsync();
        await process.Revocations.StartEpochAsync();
        await process.Revocations.AppendAsync(1);
        Take(Backup.OnlineBackup);
        await FillAsync(process, process);
        File.Copy(_folder.Database + "-wal", _folder.File("kept-wal"));
        await process.DisposeAsync();

        Restore(overwrites, withoutLog: true);
        File.Move(_folder.File("kept-wal"), _folder.Database + "-wal");

        await ExpectAsync(await StartProcessAsync(), 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_older_file_without_its_log_that_replaces_the_file_is_what_is_read(bool overwrites)
    {
        var process = await StartProcessAsync();
        await process.Revocations.StartEpochAsync();
        await FillAsync(process, process);
        var copied = await process.Revocations.HeadAsync();
        Take(Backup.FileWithoutLog);
        await FillAsync(process, process);

        Restore(overwrites, withoutLog: false);

        (await process.Revocations.HeadAsync()).Should().Be(copied, "the reader finds another tag at its position");
        Check().Should().Be("ok");
    }

    [Fact]
    public async Task A_damaged_copy_fails_until_another_copy_is_restored()
    {
        var process = await StartProcessAsync();
        await process.Revocations.StartEpochAsync();
        await process.Revocations.AppendAsync(1);
        Take(Backup.OnlineBackup);
        await FillAsync(process, process);

        var bytes = await File.ReadAllBytesAsync(_folder.File("backup"));
        await File.WriteAllBytesAsync(_folder.Database, bytes[..(bytes.Length / 2)]);
        await process.Revocations.Awaiting(store => store.ReadAsync()).Should().ThrowAsync<Exception>();
        await process.Replay.Awaiting(store => AddAsync(store).AsTask()).Should().ThrowAsync<Exception>();

        Restore(overwrites: true, withoutLog: false);
        await ExpectAsync(process, 1);
    }

    [Fact]
    public async Task A_vacuum_of_the_file_in_use_loses_nothing()
    {
        var process = await StartProcessAsync();
        await process.Revocations.StartEpochAsync();
        await process.Revocations.AppendAsync(1);

        _folder.Execute("VACUUM");

        await process.Revocations.AppendAsync(2);
        await ExpectAsync(process, 1, 2);
        await ExpectAsync(await StartProcessAsync(), 1, 2);
    }

    [Fact]
    public async Task A_used_token_is_rejected_after_checkpoints_of_two_processes()
    {
        var (first, second) = (await StartProcessAsync(), await StartProcessAsync());
        await first.Revocations.StartEpochAsync();
        await FillAsync(first, second);

        (await AddAsync(first.Replay)).Should().Be(ReplayResult.FirstUse);
        await FillAsync(second, first);
        (await AddAsync(second.Replay)).Should().Be(ReplayResult.UsedBefore);
        (await second.Revocations.HeadAsync()).Sequence.Should().Be(201);
    }

    [Fact]
    public async Task A_long_log_is_copied_into_the_file()
    {
        var process = await StartProcessAsync();
        await process.Revocations.StartEpochAsync();
        var created = File.GetLastWriteTimeUtc(_folder.Database);

        for (var count = 0; count < 1_000; count++)
        {
            await process.Revocations.AppendAsync((UInt128)count);
        }

        File.GetLastWriteTimeUtc(_folder.Database).Should().BeAfter(created);
        new FileInfo(_folder.Database + "-wal").Length.Should().BeInRange(3 * 1024 * 1024, 6 * 1024 * 1024);
    }

    protected override void AddStores(HipaaJwtBuilder builder) => builder.AddSqliteStores(_folder.Database);

    private static ValueTask<ReplayResult> AddAsync(IReplayStore store) => store.TryAddAsync(
        new ReplayEntry { Key = new string('A', 43), Owner = new string('B', 43), ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1) },
        CancellationToken.None);

    /// <summary>Appends by two processes, and copies the write-ahead log into the file.</summary>
    private async Task FillAsync(StoreProcess first, StoreProcess second)
    {
        for (var count = 0; count < 100; count++)
        {
            await (count % 2 == 0 ? first : second).Revocations.AppendAsync((UInt128)(1000 + count));
        }

        _folder.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static async Task ExpectAsync(StoreProcess process, params int[] keys)
    {
        var page = await process.Revocations.ReadAsync(max: 100_000);
        page.Revocations.Select(revocation => (int)revocation.Key).Should().Equal(keys);
    }

    /// <summary>
    /// Reads until all instances have noticed the other file. Instances in one process of the operating system share SQLite's index of
    /// the log, so an instance may fail until each has closed the former file.
    /// </summary>
    private static async Task RecoverAsync(params StoreProcess[] processes)
    {
        var failures = processes.Length;
        for (var round = 0; failures > 0; round++)
        {
            round.Should().BeLessThan(5, "all instances recover");
            failures = 0;
            foreach (var process in processes)
            {
                try
                {
                    await process.Revocations.ReadAsync();
                }
                catch (Exception exception) when (exception is IOException or SqliteException)
                {
                    failures++;
                }
            }
        }
    }

    private void Take(Backup kind)
    {
        if (kind == Backup.FileWithoutLog)
        {
            File.WriteAllBytes(_folder.File("backup"), ReadDatabase());
            return;
        }

        if (kind == Backup.Vacuum)
        {
            _folder.Execute($"VACUUM INTO '{_folder.File("backup")}'");
            return;
        }

        using var connection = _folder.Connect();
        using var backup = new SqliteConnection($"Data Source={_folder.File("backup")};Pooling=False");
        connection.BackupDatabase(backup);
    }

    private void Restore(bool overwrites, bool withoutLog)
    {
        if (withoutLog)
        {
            File.Delete(_folder.Database + "-wal");
            File.Delete(_folder.Database + "-shm");
        }

        if (overwrites)
        {
            using var copy = Process.Start("cp", [_folder.File("backup"), _folder.Database]);
            copy.WaitForExit();
        }
        else
        {
            File.Move(_folder.File("backup"), _folder.Database, overwrite: true);
        }
    }

    /// <summary>Reads the file in another process of the operating system, because closing it here would end the locks of SQLite.</summary>
    private byte[] ReadDatabase()
    {
        using var copy = Process.Start("cp", [_folder.Database, _folder.File("copy")]);
        copy.WaitForExit();
        return File.ReadAllBytes(_folder.File("copy"));
    }

    private void Delete(bool withItsLog)
    {
        File.Delete(_folder.Database);
        if (withItsLog)
        {
            File.Delete(_folder.Database + "-wal");
            File.Delete(_folder.Database + "-shm");
        }
    }

    private object? Check() => _folder.Execute("PRAGMA integrity_check");
}
