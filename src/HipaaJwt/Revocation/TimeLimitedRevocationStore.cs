using HipaaJwt.Calls;

namespace HipaaJwt.Revocations;

/// <summary>Calls the store of the application with the timeouts of the options, which also limit a store that blocks its thread.</summary>
internal sealed class TimeLimitedRevocationStore : IRevocationStore
{
    private readonly IRevocationStore _store;
    private readonly TimeLimitedCalls _reads;
    private readonly TimeLimitedCalls _writes;

    public TimeLimitedRevocationStore(IRevocationStore store, RevocationOptions options, TimeProvider time)
    {
        _store = store;
        _reads = new TimeLimitedCalls("HipaaJwt revocation reads", options.Timeout, time);
        _writes = new TimeLimitedCalls("HipaaJwt revocation appends", options.AppendTimeout, time);
    }

    /// <summary>The name of the type of the application's store.</summary>
    public string Name => _store.GetType().Name;

    public ValueTask<RevocationLogPage> ReadAsync(
        RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken) =>
        _reads.RunAsync(
            (_store, position, maxRevocations),
            static (call, limit) => call._store.ReadAsync(call.position, call.maxRevocations, limit),
            cancellationToken);

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
