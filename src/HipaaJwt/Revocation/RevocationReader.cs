namespace HipaaJwt.Revocations;

/// <summary>
/// Reads the log into the view, and starts an epoch if the store has lost data. One read at a time.
/// </summary>
internal sealed class RevocationReader
{
    private const int PageSize = 4_096;

    /// <summary>The maximum number of starts from the beginning of the log in one read.</summary>
    private const int MaxRestarts = 4;

    /// <summary>
    /// The maximum number of lost revocations that are appended again during one read. They also take at most one interval, so that the
    /// next read is in time.
    /// </summary>
    private const int MaxAppendsPerRead = 32;

    private static readonly TimeSpan PruneInterval = TimeSpan.FromMinutes(1);

    private readonly IRevocationStore _store;
    private readonly RevocationView _view;
    private readonly OwnRevocations _own;
    private readonly RevocationMonitor _monitor;
    private readonly RevocationOptions _options;
    private readonly TimeProvider _time;
    private RevocationLogPosition _position;
    private DateTimeOffset? _floor;
    private long _prunedAt;

    public RevocationReader(
        IRevocationStore store,
        RevocationView view,
        OwnRevocations own,
        RevocationMonitor monitor,
        RevocationOptions options,
        TimeProvider time)
    {
        _store = store;
        _view = view;
        _own = own;
        _monitor = monitor;
        _options = options;
        _time = time;
        _prunedAt = time.GetTimestamp();
    }

#pragma warning disable CA1031 // A store of the application may throw any exception. The view then keeps its lease until that ends.
    /// <summary>Reads the log up to its head, and renews the lease if that succeeds.</summary>
    public async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await ReadAsync(cancellationToken).ConfigureAwait(false);
            _monitor.ReportRead(outcome);
            return outcome == RevocationMonitor.Success;
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _monitor.ReportRead(exception.GetType().Name);
            return false;
        }
    }
#pragma warning restore CA1031

    private async ValueTask<string> ReadAsync(CancellationToken cancellationToken)
    {
        for (var restarts = 0; restarts <= MaxRestarts;)
        {
            var sentAt = (_time.GetUtcNow(), _time.GetTimestamp());
            var page = await _store.ReadAsync(_position, PageSize, cancellationToken).ConfigureAwait(false);
            if (page.Head is not { } head || !Continues(page, head))
            {
                restarts++;
                await RestartAsync(page.Head, page.TagAtPosition, cancellationToken).ConfigureAwait(false);
                continue;
            }

            Apply(page, head);
            if (_view.Count > _options.Capacity)
            {
                return "TooManyRevocations";
            }

            if (page.Revocations.Count >= PageSize)
            {
                continue;
            }

            if (!await VerifyOwnAsync(head, cancellationToken).ConfigureAwait(false))
            {
                restarts++;
                continue;
            }

            // The view contains what this instance has appended, also if the store does not take it back now.
            _view.Renew(new RevocationLease(sentAt, _options.MaxStaleness, _time));
            await AppendLostAsync(cancellationToken).ConfigureAwait(false);
            return RevocationMonitor.Success;
        }

        return "HistoryUnstable";
    }

    /// <summary>Whether the page belongs to the history of the position.</summary>
    private bool Continues(RevocationLogPage page, RevocationLogHead head) =>
        _position == default || (head.Epoch == _position.Epoch && (_position.Sequence == 0 || page.TagAtPosition == _position.Tag));

    /// <summary>
    /// Continues from the beginning of the log. If the store has lost data, a new epoch begins first. A position whose append was pruned
    /// proves nothing, so the whole log is read again.
    /// </summary>
    private async ValueTask RestartAsync(RevocationLogHead? head, long? tagAtPosition, CancellationToken cancellationToken)
    {
        if (head is null)
        {
            await StartEpochAsync(null, "it is empty", cancellationToken).ConfigureAwait(false);
            _position = default;
            return;
        }

        if (head.Epoch != _position.Epoch)
        {
            // Another instance has found the loss, or the store was replaced by another.
            _own.SetLost();
        }
        else if (head.Sequence < _position.Sequence || tagAtPosition is not null)
        {
            await StartEpochAsync(head.Epoch, "it has another history", cancellationToken).ConfigureAwait(false);
            _position = default;
            return;
        }

        _position = new RevocationLogPosition(head.Epoch, 0, 0);
    }

    private async ValueTask StartEpochAsync(Guid? replaced, string reason, CancellationToken cancellationToken)
    {
        var isFirst = _view.Lease is null && _position == default;
        if (!isFirst)
        {
            _monitor.ReportLoss(reason);
        }

        _own.SetLost();
        var hasFloor = !isFirst || replaced is not null || !_options.AcceptTokensOlderThanStore;
        await _store.StartEpochAsync(replaced, hasFloor, cancellationToken).ConfigureAwait(false);
    }

    private void Apply(RevocationLogPage page, RevocationLogHead head)
    {
        _view.Add(page.Revocations, head.Floor);
        if (head.Floor is { } floor && floor != _floor)
        {
            _floor = floor;
            _monitor.ReportFloor(floor);
        }

        _position = page.Revocations.Count < PageSize
            ? new RevocationLogPosition(head.Epoch, head.Sequence, head.Tag)
            : new RevocationLogPosition(head.Epoch, page.Revocations[^1].Sequence, page.Revocations[^1].Tag);
        _monitor.ReportLag(head.Sequence - _position.Sequence);
        if (_time.GetElapsedTime(_prunedAt) >= PruneInterval)
        {
            _prunedAt = _time.GetTimestamp();
            _view.Prune(page.Now);
        }
    }

    /// <summary>Whether the log contains what this instance has appended. If not, a new epoch has begun.</summary>
    private async ValueTask<bool> VerifyOwnAsync(RevocationLogHead head, CancellationToken cancellationToken)
    {
        if (_own.Unverified is not { } own)
        {
            return true;
        }

        if (own.Epoch != head.Epoch)
        {
            // The append went to a history that this instance no longer reads, or has not read yet.
            _own.SetLost();
            return true;
        }

        var tag = own.Sequence == head.Sequence
            ? head.Tag
            : (await _store.ReadAsync(own, 1, cancellationToken).ConfigureAwait(false)).TagAtPosition;
        if (tag == own.Tag)
        {
            _own.SetVerified(own);
            return true;
        }

        await StartEpochAsync(head.Epoch, "it has lost a revocation of this instance", cancellationToken).ConfigureAwait(false);
        _position = default;
        return false;
    }

    private async ValueTask AppendLostAsync(CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        for (var count = 0; count < MaxAppendsPerRead; count++)
        {
            if (_time.GetElapsedTime(start) >= _options.PullInterval || _own.TakeLost() is not { } own)
            {
                break;
            }

            LoggedRevocation? appended = null;
            try
            {
                appended = await _store.AppendAsync(own.Entry, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (appended is null)
                {
                    _own.PutBackLost(own);
                }
            }

            if (appended is null)
            {
                break;
            }

            _own.AddAgain(appended);
        }
    }
}
