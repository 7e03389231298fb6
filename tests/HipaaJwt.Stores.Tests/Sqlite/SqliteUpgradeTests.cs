using HipaaJwt.Stores.Tests.Contract;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Stores.Tests.Sqlite;

/// <summary>A file of version 1 is upgraded.</summary>
public sealed class SqliteUpgradeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_of_version_1_is_upgraded_and_keeps_its_data_and_the_operations_of_version_1()
    {
        CreateVersion1();

        await using (var process = await StartAsync())
        {
            _folder.Execute("SELECT version FROM hipaa_jwt_schema").Should().Be(2L);
            (await process.Revocations.ReadAsync()).Revocations.Select(revocation => revocation.Sequence).Should().Equal(2);
            (await process.Revocations.AppendAsync(1)).Sequence.Should().Be(3);
            (await process.Sessions.ListAsync(7, 1, CancellationToken.None)).Should().BeEmpty();
            (await process.SigningKeys.TryAddAsync(SigningKeyStoreContract.Entry(1), CancellationToken.None)).Should().BeTrue();
        }

        Append(4);
        AddUse();
        await using var restarted = await StartAsync();
        (await restarted.Revocations.ReadAsync()).Revocations.Select(revocation => revocation.Sequence).Should().Equal(2, 3, 4);
        (await restarted.SigningKeys.ReadAsync(SigningKeyStoreContract.Purpose, CancellationToken.None)).Keys.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_file_of_version_1_stops_the_start_without_the_option()
    {
        CreateVersion1();

        await FluentActions.Awaiting(() => StartAsync(options => options.ApplySchema = false))
            .Should().ThrowAsync<OptionsValidationException>().WithMessage("*ApplySchema is false*has version 1*up to 2*");

        _folder.Execute("SELECT version FROM hipaa_jwt_schema").Should().Be(1L);
    }

    [Fact]
    public async Task A_file_that_an_earlier_process_has_open_is_upgraded_after_that_process_has_stopped()
    {
        CreateVersion1();
        _folder.Execute("PRAGMA journal_mode = WAL");
        await using var earlier = _folder.Connect();
        await using var query = earlier.CreateCommand();
        query.CommandText = "SELECT version FROM hipaa_jwt_schema";
        (await query.ExecuteScalarAsync()).Should().Be(1L);
        await using var process = await StartAsync();
        await process.Revocations.Awaiting(store => store.ReadAsync()).Should().ThrowAsync<SqliteException>();
        (await query.ExecuteScalarAsync()).Should().Be(1L);

        await earlier.CloseAsync();

        (await process.Revocations.ReadAsync()).Revocations.Should().HaveCount(1);
        _folder.Execute("SELECT version FROM hipaa_jwt_schema").Should().Be(2L);
    }

    private void CreateVersion1()
    {
        _folder.ExecuteScript("0001-revocations-and-replay.sql");
        _folder.Execute("INSERT INTO hipaa_jwt_head (id, epoch, floor, seq, tag) VALUES (1, randomblob(16), NULL, 1, 5)");
        Append(2);
        AddUse();
        _folder.Execute("DELETE FROM hipaa_jwt_replay");
    }

    /// <summary>The statements of version 1. They never change.</summary>
    private void Append(int sequence) => _folder.Execute($"""
        BEGIN IMMEDIATE;
        UPDATE hipaa_jwt_head SET seq = {sequence}, tag = 9;
        INSERT INTO hipaa_jwt_revocation (seq, tag, kind, key, revoked_at, expires_at)
        VALUES ({sequence}, 9, 2, zeroblob(16), 1, 4000000000000);
        COMMIT;
        """);

    private void AddUse() => _folder.Execute(
        "INSERT INTO hipaa_jwt_replay (key, expires_at) VALUES (zeroblob(32), 4000000000000) ON CONFLICT DO NOTHING");

    private Task<StoreProcess> StartAsync(Action<SqliteStoreOptions>? configure = null) =>
        StoreProcess.StartAsync(builder => builder.AddSqliteStores(_folder.Database, configure));
}
