using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.Stores.Tests.PostgreSql;

public sealed class PostgreSqlProcessesTests(SharedPostgreSqlServer shared) : StoreProcessesContract
{
    private readonly string _schema = PostgreSqlStores.NewSchema();
    private PostgreSqlServer? _server;

    protected override string[] Store => ["postgresql", _server!.ConnectionString, _schema];

    public override async ValueTask InitializeAsync() => _server = await shared.GetAsync();

    protected override void AddStores(HipaaJwtBuilder builder) => PostgreSqlStores.AddTo(builder, _server!.ConnectionString, _schema);
}
