using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.TokenIssuer.Sessions;
using HipaaJwt.TokenIssuer.SigningKeys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Stores.Tests.Memory;

public sealed class MemoryRevocationStoreTests : RevocationStoreContract
{
    protected override void AddStores(HipaaJwtBuilder builder) => builder.AddMemoryStores();
}

public sealed class MemoryReplayStoreTests : ReplayStoreContract
{
    protected override void AddStores(HipaaJwtBuilder builder) => builder.AddMemoryStores();
}

public sealed class MemorySessionStoreTests : SessionStoreContract
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    protected override TimeProvider Time => _clock;

    protected override void AddStores(HipaaJwtBuilder builder) => builder.AddMemoryStores().AddSessionStore<MemorySessionStore>();

    protected override Task AdvanceClockAsync(TimeSpan time)
    {
        _clock.AdjustTime(_clock.GetUtcNow() + time);
        return Task.CompletedTask;
    }
}

public sealed class MemorySigningKeyStoreTests : SigningKeyStoreContract
{
    protected override void AddStores(HipaaJwtBuilder builder) =>
        builder.AddMemoryStores().AddSigningKeyStore<MemorySigningKeyStore>();
}
