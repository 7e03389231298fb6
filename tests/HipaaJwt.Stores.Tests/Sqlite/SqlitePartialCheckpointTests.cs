using HipaaJwt.Stores.Tests.Contract;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Stores.Tests.Sqlite;

/// <summary>
/// Copies only a part of the write-ahead log into the file. SQLite does so whenever a reader needs an older state, and the header of the
/// file can then count pages that only the log has.
/// </summary>
public sealed class SqlitePartialCheckpointTests : StoreContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_whose_header_counts_pages_of_the_log_can_be_used_and_opened(bool isOpenBefore)
    {
        var process = await StartProcessAsync();
        await process.Revocations.StartEpochAsync();
        await process.Revocations.AppendAsync(1);

        CopyPartOfTheLog();

        var user = isOpenBefore ? process : await StartProcessAsync();
        await user.Revocations.AppendAsync(2);
        (await user.Revocations.ReadAsync()).Revocations.Select(revocation => (int)revocation.Key).Should().Equal(1, 2);
    }

    protected override void AddStores(HipaaJwtBuilder builder) => builder.AddSqliteStores(_folder.Database);

    private void CopyPartOfTheLog()
    {
        _folder.Execute("CREATE TABLE filler (n INTEGER PRIMARY KEY, data BLOB); PRAGMA wal_checkpoint(TRUNCATE)");
        using SqliteConnection writer = _folder.Connect(), reader = _folder.Connect();
        TemporaryFolder.Execute(writer, "INSERT INTO filler VALUES (1, zeroblob(100000))");
        TemporaryFolder.Execute(reader, "BEGIN; SELECT count(*) FROM filler");

        // It overwrites the new pages, but not the first one.
        TemporaryFolder.Execute(writer, "UPDATE filler SET data = randomblob(100000)");
        TemporaryFolder.Execute(writer, "PRAGMA wal_checkpoint(PASSIVE)");

        var pages = (long)_folder.Execute("PRAGMA page_count")!;
        new FileInfo(_folder.Database).Length.Should().BeLessThan(pages * 4096);
    }
}
