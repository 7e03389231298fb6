namespace HipaaJwt.Revocations;

/// <summary>Appends a revocation to the store and applies it to the view of this instance.</summary>
internal sealed class RevocationAppender
{
    private readonly IRevocationStore _store;
    private readonly RevocationView _view;
    private readonly OwnRevocations _own;
    private readonly RevocationOptions _options;
    private readonly TimeProvider _time;

    public RevocationAppender(
        IRevocationStore store, RevocationView view, OwnRevocations own, RevocationOptions options, TimeProvider time)
    {
        _store = store;
        _view = view;
        _own = own;
        _options = options;
        _time = time;
    }

#pragma warning disable CA1031 // A store of the application may throw any exception. Its message may contain addresses and names.
    /// <summary>Appends a revocation.</summary>
    /// <exception cref="RevocationUnavailableException">The store failed, so the outcome is unknown.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<RevocationReceipt> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            var appended = await AppendToEpochAsync(entry, cancellationToken).ConfigureAwait(false);

            // A start that is lost is not appended again: it would then be newer than revocations that it was older than.
            if (entry.Kind != RevocationKind.SessionStart)
            {
                _own.Add(entry, appended);
            }

            _view.Add([appended], floor: null);
            return new RevocationReceipt(_time.GetUtcNow() + _options.MaxStaleness);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new RevocationUnavailableException(
                $"The store of revocations failed with {exception.GetType().Name}, so it is unknown whether the revocation takes effect. "
                + "Repair the store and revoke again.");
        }
    }
#pragma warning restore CA1031

    private async ValueTask<LoggedRevocation> AppendToEpochAsync(RevocationEntry entry, CancellationToken cancellationToken)
    {
        if (await _store.AppendAsync(entry, cancellationToken).ConfigureAwait(false) is { } appended)
        {
            return appended;
        }

        // The store is empty. If this instance has read it before, it has lost its data.
        var hasFloor = _view.Lease is not null || !_options.AcceptTokensOlderThanStore;
        await _store.StartEpochAsync(null, hasFloor, cancellationToken).ConfigureAwait(false);
        return await _store.AppendAsync(entry, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("The store lost its epoch again.");
    }
}
