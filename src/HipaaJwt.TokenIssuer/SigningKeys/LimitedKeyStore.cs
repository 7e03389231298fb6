using HipaaJwt.TokenIssuer.Calls;

namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>Calls the store of signing keys with the timeout of the options.</summary>
internal sealed class LimitedKeyStore
{
    private readonly ISigningKeyStore _store;
    private readonly StoreCalls _calls;

    public LimitedKeyStore(ISigningKeyStore store, StoreCalls calls)
    {
        _store = store;
        _calls = calls;
    }

    public ValueTask<SigningKeyPage> ReadAsync(string purpose, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.ReadAsync(purpose, limit), cancellationToken);

    public ValueTask<bool> TryAddAsync(SigningKeyEntry entry, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.TryAddAsync(entry, limit), cancellationToken);

    public ValueTask<bool> SetRecordedAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.SetRecordedAsync(purpose, slot, limit), cancellationToken);

    public ValueTask<bool> WithdrawAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.WithdrawAsync(purpose, slot, limit), cancellationToken);

    public ValueTask<bool> DeleteAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.DeleteAsync(purpose, slot, limit), cancellationToken);
}
