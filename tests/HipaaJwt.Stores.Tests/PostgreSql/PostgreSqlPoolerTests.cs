using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.Stores.Tests.PostgreSql;

/// <summary>The contract holds behind PgBouncer in transaction mode, where each transaction may use another connection.</summary>
public sealed class PostgreSqlPoolerTests(SharedPostgreSqlServer shared) : SharedRevocationStoreContract
{
    private readonly string _schema = PostgreSqlStores.NewSchema();
    private Pooler? _pooler;

    public override async ValueTask InitializeAsync() => _pooler = await Pooler.StartAsync(await shared.GetAsync());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_pooler?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Used_tokens_are_stored_behind_a_pooler()
    {
        var process = await StartProcessAsync();
        var entry = new ReplayEntry
        {
            Key = new string('A', 43),
            Owner = new string('B', 43),
            ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1),
        };

        var results = await Concurrently.RunAsync(16, _ => process.Replay.TryAddAsync(entry, CancellationToken.None));

        results.Count(result => result == ReplayResult.FirstUse).Should().Be(1);
        results.Count(result => result == ReplayResult.UsedBefore).Should().Be(15);
    }

    protected override void AddStores(HipaaJwtBuilder builder) => PostgreSqlStores.AddTo(
        builder, _pooler!.ConnectionString, _schema, options => options.UseNotifications = false);
}

/// <summary>Two processes share the sessions and the signing keys behind PgBouncer in transaction mode.</summary>
public sealed class PostgreSqlPoolerProcessesTests(SharedPostgreSqlServer shared) : StoreProcessesContract
{
    private readonly string _schema = PostgreSqlStores.NewSchema();
    private Pooler? _pooler;

    protected override string[] Store => ["postgresql", _pooler!.ConnectionString, _schema];

    protected override int Rounds => Math.Max(1, base.Rounds / 5);

    public override async ValueTask InitializeAsync() => _pooler = await Pooler.StartAsync(await shared.GetAsync());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_pooler?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Sessions_end_and_are_listed_behind_a_pooler()
    {
        var store = (await StartProcessAsync()).Sessions;
        var ids = new List<Guid>();
        for (var count = 0; count < 3; count++)
        {
            ids.Add(await CreateAsync(store));
        }

        (await store.TouchAsync(ids[0], TimeSpan.FromHours(2), CancellationToken.None)).Should().BeTrue();
        (await store.ListAsync(7, 10, CancellationToken.None)).Should().HaveCount(3);
        (await store.EndAllAsync(7, SessionEndReason.Administrator, CancellationToken.None)).Should().HaveCount(3);
        (await store.ReadEndingAsync(TimeSpan.Zero, 10, CancellationToken.None)).Should().HaveCount(3);
        (await store.CompleteEndAsync(ids[0], CancellationToken.None)).Should().BeTrue();
        (await store.EndOverdueAsync(10, CancellationToken.None)).Should().BeEmpty();
        (await PruneAsync(store)).Should().Be(0);
    }

    protected override void AddStores(HipaaJwtBuilder builder) => PostgreSqlStores.AddTo(
        builder, _pooler!.ConnectionString, _schema, options => options.UseNotifications = false);
}
