using HipaaJwt.Stores.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Stores.Tests.Sqlite;

public sealed class SqliteSessionStoreTests : SharedSessionStoreContract
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    protected override TimeProvider Time => _clock;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override void AddStores(HipaaJwtBuilder builder) => builder.AddSqliteStores(_folder.Database);

    protected override Task AdvanceClockAsync(TimeSpan time)
    {
        _clock.AdjustTime(_clock.GetUtcNow() + time);
        return Task.CompletedTask;
    }
}

public sealed class SqliteSigningKeyStoreTests : SigningKeyStoreContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override void AddStores(HipaaJwtBuilder builder) => builder.AddSqliteStores(_folder.Database);
}
