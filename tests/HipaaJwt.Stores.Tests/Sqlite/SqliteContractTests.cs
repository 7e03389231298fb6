using HipaaJwt.Stores.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Stores.Tests.Sqlite;

public sealed class SqliteRevocationStoreTests : SharedRevocationStoreContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override void AddStores(HipaaJwtBuilder builder) => builder.AddSqliteStores(_folder.Database);
}

public sealed class SqliteReplayStoreTests : SharedReplayStoreContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override void AddStores(HipaaJwtBuilder builder) => builder.AddSqliteStores(_folder.Database);
}
