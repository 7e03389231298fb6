using HipaaJwt.Stores.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Stores.Tests.Sqlite;

public sealed class SqliteProcessesTests : StoreProcessesContract
{
    private readonly TemporaryFolder _folder = new();

    protected override string[] Store => ["sqlite", _folder.Database];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override void AddStores(HipaaJwtBuilder builder) => builder.AddSqliteStores(_folder.Database);
}
