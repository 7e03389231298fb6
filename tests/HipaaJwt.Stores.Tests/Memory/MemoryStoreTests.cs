using HipaaJwt.Stores.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Stores.Tests.Memory;

public sealed class MemoryRevocationStoreTests : RevocationStoreContract
{
    protected override void AddStores(HipaaJwtBuilder builder) => builder.AddMemoryStores();
}

public sealed class MemoryReplayStoreTests : ReplayStoreContract
{
    protected override void AddStores(HipaaJwtBuilder builder) => builder.AddMemoryStores();
}
