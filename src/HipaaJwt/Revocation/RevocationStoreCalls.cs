using HipaaJwt.Calls;

namespace HipaaJwt.Revocations;

/// <summary>Calls the store of revocations with the timeouts of the options, which also limit a store that blocks its thread.</summary>
internal sealed class RevocationStoreCalls
{
    private readonly IRevocationStore _store;
    private readonly TimeLimitedCalls _reads;
    private readonly TimeLimitedCalls _writes;

    public RevocationStoreCalls(IRevocationStore store, RevocationOptions options, TimeProvider time)
    {
        _store = store;
        _reads = new TimeLimitedCalls("HipaaJwt revocation reads", options.Timeout, time);
        _writes = new TimeLimitedCalls("HipaaJwt revocation appends", options.AppendTimeout, time);
    }

    public ValueTask<RevocationLogPage> ReadAsync(RevocationLogPosition position, int max, CancellationToken cancellationToken) =>
        _reads.RunAsync(
            (_store, position, max), static (call, limit) => call._store.ReadAsync(call.position, call.max, limit), cancellationToken);

    public ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken) =>
        _writes.RunAsync((_store, entry), static (call, limit) => call._store.AppendAsync(call.entry, limit), cancellationToken);

    public async ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken) =>
        await _writes.RunAsync((_store, replaced, hasFloor), StartEpochAsync, cancellationToken).ConfigureAwait(false);

    public Task WaitForAppendAsync(CancellationToken cancellationToken) => _store.WaitForAppendAsync(cancellationToken);

    private static async ValueTask<bool> StartEpochAsync(
        (IRevocationStore Store, Guid? Replaced, bool HasFloor) call, CancellationToken cancellationToken)
    {
        await call.Store.StartEpochAsync(call.Replaced, call.HasFloor, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
