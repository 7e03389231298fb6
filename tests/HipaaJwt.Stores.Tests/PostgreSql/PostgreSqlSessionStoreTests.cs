using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.Stores.Tests.PostgreSql;

/// <summary>The tests set the clock of the server: functions in front of its own ones read the time from a table.</summary>
public sealed class PostgreSqlSessionStoreTests(SharedPostgreSqlServer shared) : SharedSessionStoreContract
{
    private readonly string _schema = PostgreSqlStores.NewSchema();
    private PostgreSqlServer? _server;

    private string Clock => $"{_schema}_clock";

    public override async ValueTask InitializeAsync()
    {
        _server = await shared.GetAsync();
        await _server.ExecuteAsync($"""
            CREATE SCHEMA {Clock};
            CREATE TABLE {Clock}.time AS SELECT date_trunc('milliseconds', now()) AS now;
            CREATE FUNCTION {Clock}.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT now FROM {Clock}.time';
            CREATE FUNCTION {Clock}.now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now FROM {Clock}.time';
            """);
    }

    protected override void AddStores(HipaaJwtBuilder builder) => PostgreSqlStores.AddTo(
        builder, $"{_server!.ConnectionString};Search Path=\"{Clock},pg_catalog\"", _schema);

    protected override Task AdvanceClockAsync(TimeSpan time) =>
        _server!.ExecuteAsync($"UPDATE {Clock}.time SET now = now + {time.Ticks / 10} * interval '1 microsecond'");
}

public sealed class PostgreSqlSigningKeyStoreTests(SharedPostgreSqlServer shared) : SigningKeyStoreContract
{
    private readonly string _schema = PostgreSqlStores.NewSchema();
    private PostgreSqlServer? _server;

    public override async ValueTask InitializeAsync() => _server = await shared.GetAsync();

    protected override void AddStores(HipaaJwtBuilder builder) => PostgreSqlStores.AddTo(builder, _server!.ConnectionString, _schema);
}
