using HipaaJwt.TokenIssuer.SigningKeys;

namespace HipaaJwt.TokenIssuer.Tests.Health;

/// <summary>A store of signing keys in memory that fails as long as the test wants.</summary>
internal sealed class FaultySigningKeyStore(TimeProvider time) : ISigningKeyStore
{
    private readonly MemorySigningKeyStore _keys = new(time);

    public bool Fails { get; set; }

    private MemorySigningKeyStore Store => Fails ? throw new IOException("The store is down.") : _keys;

    public ValueTask<SigningKeyPage> ReadAsync(string purpose, CancellationToken cancellationToken) =>
        Store.ReadAsync(purpose, cancellationToken);

    public ValueTask<bool> TryAddAsync(SigningKeyEntry entry, CancellationToken cancellationToken) =>
        Store.TryAddAsync(entry, cancellationToken);

    public ValueTask<bool> SetRecordedAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        Store.SetRecordedAsync(purpose, slot, cancellationToken);

    public ValueTask<bool> WithdrawAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        Store.WithdrawAsync(purpose, slot, cancellationToken);

    public ValueTask<bool> DeleteAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        Store.DeleteAsync(purpose, slot, cancellationToken);
}
