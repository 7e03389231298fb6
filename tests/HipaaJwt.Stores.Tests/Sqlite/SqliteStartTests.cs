using System.Runtime.Versioning;
using HipaaJwt.Stores.Tests.Contract;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Stores.Tests.Sqlite;

public sealed class SqliteStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_user_of_the_process_can_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var process = await StartAsync();
        await process.Revocations.StartEpochAsync();

        var files = Directory.GetFiles(_folder.Path);

        files.Should().HaveCount(4);
        foreach (var file in files)
        {
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }

    [Fact]
    public async Task A_clean_stop_leaves_one_file_with_all_data()
    {
        await using (var process = await StartAsync())
        {
            await process.Revocations.StartEpochAsync();
            await process.Revocations.AppendAsync(1);
        }

        Directory.GetFiles(_folder.Path).Should().BeEquivalentTo(_folder.Database, _folder.Database + "-lock");
        await using var restarted = await StartAsync();
        (await restarted.Revocations.ReadAsync()).Revocations.Should().HaveCount(1);
    }

    [Fact]
    public async Task The_file_is_durable_after_each_commit()
    {
        await using var process = await StartAsync();

        _folder.Execute("PRAGMA journal_mode").Should().Be("wal");
        _folder.Execute("SELECT version FROM hipaa_jwt_schema").Should().Be(2L);
        _folder.Execute("PRAGMA user_version").Should().BeOfType<long>().Which.Should().BeGreaterThan(0);
    }

    [Theory]
    [InlineData("", "the path is missing")]
    [InlineData("  ", "the path is missing")]
    [InlineData(":memory:", "AddMemoryStores")]
    [InlineData("file:x.db?mode=memory", "AddMemoryStores")]
    [InlineData("no-such-folder/x.db", "folder of the SQLite file does not exist")]
    public async Task A_wrong_path_stops_the_start_with_the_remedy(string path, string problem) =>
        await FailsAsync(builder => builder.AddSqliteStores(path), "SqliteStoreOptions.Path", problem);

    [Fact]
    public async Task A_file_that_is_no_database_stops_the_start()
    {
        await File.WriteAllTextAsync(_folder.Database, new string('x', 5000));

        await FailsAsync(builder => builder.AddSqliteStores(_folder.Database), "SqliteStoreOptions.Path", "not an SQLite database");
    }

    [Fact]
    public async Task A_file_with_other_tables_stops_the_start_and_is_left_alone()
    {
        _folder.Execute("CREATE TABLE patient (id INTEGER)", SqliteOpenMode.ReadWriteCreate);

        await FailsAsync(builder => builder.AddSqliteStores(_folder.Database), "SqliteStoreOptions.Path", "contains other tables");

        _folder.Execute("SELECT count(*) FROM sqlite_schema").Should().Be(1L);
    }

    [Fact]
    public async Task A_newer_schema_stops_the_start()
    {
        await (await StartAsync()).DisposeAsync();
        _folder.Execute("UPDATE hipaa_jwt_schema SET version = 3");

        await FailsAsync(builder => builder.AddSqliteStores(_folder.Database), "version 3", "Upgrade the package HipaaJwt.Sqlite");
    }

    [Fact]
    public async Task Without_the_right_to_create_the_schema_a_missing_file_stops_the_start() =>
        await FailsAsync(WithoutSchema, "SqliteStoreOptions.ApplySchema is false", "set ApplySchema to true");

    [Fact]
    public async Task Without_the_right_to_create_the_schema_an_empty_file_stops_the_start()
    {
        await File.WriteAllTextAsync(_folder.Database, string.Empty);

        await FailsAsync(WithoutSchema, "SqliteStoreOptions.ApplySchema is false", "version 0");
    }

    [Fact]
    public async Task A_file_that_was_created_with_the_scripts_is_used()
    {
        _folder.ExecuteScript("0001-revocations-and-replay.sql");
        _folder.ExecuteScript("0002-sessions-and-signing-keys.sql");

        await using var process = await StoreProcess.StartAsync(WithoutSchema);

        (await process.Revocations.StartEpochAsync()).Sequence.Should().Be(1);
    }

    [Fact]
    public async Task A_link_to_a_file_is_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows restricts links.");
        await (await StartAsync()).DisposeAsync();
        var link = _folder.File("link.db");
        File.CreateSymbolicLink(link, _folder.Database);

        await using var process = await StoreProcess.StartAsync(builder => builder.AddSqliteStores(link));
        await process.Revocations.StartEpochAsync();
        await process.Revocations.AppendAsync(1);

        await using var other = await StartAsync();
        (await other.Revocations.ReadAsync()).Revocations.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_start_waits_until_another_process_has_opened_the_file()
    {
        var starts = await Concurrently.RunAsync(8, async _ => await StartAsync());

        await Concurrently.RunAsync(8, async caller => await starts[caller].Revocations.StartEpochAsync());

        (await starts[0].Revocations.HeadAsync()).Sequence.Should().Be(1);
        foreach (var process in starts)
        {
            await process.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_floor_stays_if_the_clock_is_set_back()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var process = await StoreProcess.StartAsync(builder => builder.AddSqliteStores(_folder.Database), time);
        var first = await process.Revocations.StartEpochAsync();
        time.AdjustTime(time.GetUtcNow().AddMinutes(-5));

        var second = await process.Revocations.StartEpochAsync(first.Epoch);

        second.Epoch.Should().NotBe(first.Epoch);
        second.Floor.Should().Be(first.Floor);
    }

    [Fact]
    public async Task A_writer_that_another_process_keeps_waiting_stops_when_it_is_cancelled()
    {
        await using var process = await StartAsync();
        await process.Revocations.StartEpochAsync();
        await using var other = _folder.Connect();
        await using var transaction = await other.BeginTransactionAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await process.Revocations.Awaiting(store => store.AppendAsync(LogReader.Entry(1), stop.Token).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();

        (await process.Revocations.ReadAsync()).Head!.Sequence.Should().Be(1, "a writer does not delay readers");
        await transaction.RollbackAsync();
        (await process.Revocations.AppendAsync(2)).Sequence.Should().Be(2);
    }

    private static async Task FailsAsync(Action<HipaaJwtBuilder> addStores, params string[] parts)
    {
        var failure = await FluentActions.Awaiting(() => StoreProcess.StartAsync(addStores))
            .Should().ThrowAsync<OptionsValidationException>();

        foreach (var part in parts)
        {
            failure.WithMessage($"*{part}*");
        }
    }

    private void WithoutSchema(HipaaJwtBuilder builder) =>
        builder.AddSqliteStores(_folder.Database, options => options.ApplySchema = false);

    private Task<StoreProcess> StartAsync() => StoreProcess.StartAsync(builder => builder.AddSqliteStores(_folder.Database));
}
