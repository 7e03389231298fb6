using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt.AuditLog.Anchoring;

/// <summary>
/// Hands the newest checkpoint to one anchor, one at a time and with a timeout, and tries again after a failure. Thread-safe. Nothing else
/// of the log waits for it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A publication that an anchor does not end may still use it.")]
internal sealed class AnchorPump
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly IAuditLogAnchor _anchor;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly Action<string, string?> _onOutcome;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private AuditLogCheckpoint? _next;
    private Task _work = Task.CompletedTask;
    private long _size = -1;
    private volatile bool _isContradicted;
    private bool _isClosed;

    /// <param name="anchor">The anchor.</param>
    /// <param name="timeout">The timeout of each publication.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onOutcome">Receives the name of the anchor, and the failure or null, each time the outcome changes.</param>
    public AnchorPump(IAuditLogAnchor anchor, TimeSpan timeout, TimeProvider time, Action<string, string?> onOutcome)
    {
        _anchor = anchor;
        _timeout = timeout;
        _time = time;
        _onOutcome = onOutcome;
    }

    public string Name => _anchor.Name;

    /// <summary>The size of the newest checkpoint that the anchor has confirmed; -1 if there is none.</summary>
    public long Size => Volatile.Read(ref _size);

    /// <summary>Whether the anchor has another history of the stream. Nothing is published any more.</summary>
    public bool IsContradicted => _isContradicted;

    /// <summary>Why the last publication failed; null if it did not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Publishes a checkpoint. One that still waits is skipped.</summary>
    public void Post(AuditLogCheckpoint checkpoint)
    {
        lock (_lock)
        {
            if (_isClosed || _isContradicted)
            {
                return;
            }

            _next = checkpoint;
            if (_work.IsCompleted)
            {
                _work = Task.Run(RunAsync);
            }
        }
    }

    /// <summary>Waits until the last checkpoint is published, or until a time has passed.</summary>
    public async Task CloseAsync(TimeSpan limit)
    {
        Task work;
        lock (_lock)
        {
            _isClosed = true;
            work = _work;
        }

        await Task.WhenAny(work, Task.Delay(limit, _time)).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        while (TakeNext() is { } checkpoint)
        {
            if (await TryPublishAsync(checkpoint).ConfigureAwait(false))
            {
                Volatile.Write(ref _size, checkpoint.Size);
            }
            else if (_isContradicted || !await TryWaitAsync().ConfigureAwait(false))
            {
                return;
            }
            else
            {
                Return(checkpoint);
            }
        }
    }

    private AuditLogCheckpoint? TakeNext()
    {
        lock (_lock)
        {
            var next = _next;
            _next = null;
            if (next is null)
            {
                // A checkpoint that comes now must start new work.
                _work = Task.CompletedTask;
            }

            return next;
        }
    }

    private void Return(AuditLogCheckpoint checkpoint)
    {
        lock (_lock)
        {
            _next ??= checkpoint;
        }
    }

#pragma warning disable CA1031 // An anchor may throw any exception. Each one means that the checkpoint is not anchored.
    private async Task<bool> TryPublishAsync(AuditLogCheckpoint checkpoint)
    {
        string? failure = null;
        try
        {
            using var timeout = new CancellationTokenSource(_timeout, _time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
            await _anchor.PublishAsync(checkpoint, limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception.GetType().Name;
            _isContradicted |= exception is AuditLogDamagedException;
        }

        if (failure != Failure)
        {
            Failure = failure;
            _onOutcome(Name, failure);
        }

        return failure is null;
    }
#pragma warning restore CA1031

    private async Task<bool> TryWaitAsync()
    {
        try
        {
            await Task.Delay(RetryInterval, _time, _stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
