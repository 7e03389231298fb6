using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.Stores.Tests.PostgreSql;

public sealed class PostgreSqlRevocationStoreTests(SharedPostgreSqlServer shared) : SharedRevocationStoreContract
{
    private readonly string _schema = PostgreSqlStores.NewSchema();
    private PostgreSqlServer? _server;

    public override async ValueTask InitializeAsync() => _server = await shared.GetAsync();

    protected override void AddStores(HipaaJwtBuilder builder) => PostgreSqlStores.AddTo(builder, _server!.ConnectionString, _schema);
}

public sealed class PostgreSqlReplayStoreTests(SharedPostgreSqlServer shared) : SharedReplayStoreContract
{
    private readonly string _schema = PostgreSqlStores.NewSchema();
    private PostgreSqlServer? _server;

    public override async ValueTask InitializeAsync() => _server = await shared.GetAsync();

    protected override void AddStores(HipaaJwtBuilder builder) => PostgreSqlStores.AddTo(builder, _server!.ConnectionString, _schema);
}
