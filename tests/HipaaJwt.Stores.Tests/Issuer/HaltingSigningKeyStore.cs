namespace HipaaJwt.Stores.Tests.Issuer;

/// <summary>A store that can stop its process when it adds a key.</summary>
internal sealed class HaltingSigningKeyStore(ISigningKeyStore store, HaltPoint halt) : ISigningKeyStore
{
    public ValueTask<bool> TryAddAsync(SigningKeyEntry entry, CancellationToken cancellationToken)
    {
        var isAdded = HaltingClock.Inside(HaltPoint.KeyOpen, () => store.TryAddAsync(entry, cancellationToken));
        halt.Pass(HaltPoint.KeyCommitted);
        return isAdded;
    }

    public ValueTask<SigningKeyPage> ReadAsync(string purpose, CancellationToken cancellationToken) =>
        store.ReadAsync(purpose, cancellationToken);

    public ValueTask<bool> SetRecordedAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        store.SetRecordedAsync(purpose, slot, cancellationToken);

    public ValueTask<bool> WithdrawAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        store.WithdrawAsync(purpose, slot, cancellationToken);

    public ValueTask<bool> DeleteAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        store.DeleteAsync(purpose, slot, cancellationToken);
}
