using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.DependencyInjection;

public sealed class ExpiringStoreTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task A_replay_store_whose_entries_expire_is_pruned_once()
    {
        var services = new ServiceCollection();
        services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust()))
            .AddReplayStore<ExpiringStore>()
            .AddReplayStore<ExpiringStore>();

        await using var provider = services.BuildServiceProvider();

        provider.GetServices<IExpiringStore>().Should().ContainSingle().Which.Should()
            .BeSameAs(provider.GetRequiredService<IReplayStore>());
    }

    private sealed class ExpiringStore : IReplayStore, IExpiringStore
    {
        public ValueTask<ReplayResult> TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken) => new(ReplayResult.FirstUse);

        public ValueTask<int> PruneAsync(int maxEntries, CancellationToken cancellationToken) => new(0);
    }
}
