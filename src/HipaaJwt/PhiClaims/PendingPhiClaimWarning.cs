namespace HipaaJwt.PhiClaims;

/// <summary>
/// The warning that an accepted token contains unencrypted claims that require encryption. It is recorded once per cached token.
/// Concurrent uses share one attempt and its outcome. Thread-safe.
/// </summary>
internal sealed class PendingPhiClaimWarning
{
    private readonly Lock _lock = new();
    private volatile bool _isRecorded;
    private TaskCompletionSource<bool>? _attempt;

    public PendingPhiClaimWarning(string entries) => Entries = entries;

    /// <summary>The matching entries of the options, separated by blanks.</summary>
    public string Entries { get; }

    public bool IsRecorded => _isRecorded;

    /// <summary>Records the warning, or waits for the attempt of another use of the token.</summary>
    /// <param name="record">Records the warning. Only one concurrent caller runs it.</param>
    /// <param name="cancellationToken">Cancels the attempt of this caller, or its wait for another one.</param>
    /// <returns>False if the warning could not be recorded. The next use of the token then tries again.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled. Another use that waits makes a new attempt.</exception>
    public async ValueTask<bool> RecordAsync(Func<CancellationToken, ValueTask<bool>> record, CancellationToken cancellationToken)
    {
        while (!_isRecorded)
        {
            if (TryBegin(out var attempt))
            {
                return await RunAsync(attempt, record, cancellationToken).ConfigureAwait(false);
            }

            var shared = attempt.Task;
            await ((Task)shared).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (shared.IsCompletedSuccessfully)
            {
                return await shared.ConfigureAwait(false);
            }
        }

        return true;
    }

    /// <summary>Begins an attempt, or gets the one that another caller has begun. A successful attempt is kept.</summary>
    private bool TryBegin(out TaskCompletionSource<bool> attempt)
    {
        lock (_lock)
        {
            var isNew = _attempt is null;
            attempt = _attempt ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return isNew;
        }
    }

    private async ValueTask<bool> RunAsync(
        TaskCompletionSource<bool> attempt, Func<CancellationToken, ValueTask<bool>> record, CancellationToken cancellationToken)
    {
        bool? isRecorded = null;
        try
        {
            isRecorded = await record(cancellationToken).ConfigureAwait(false);
            return isRecorded.Value;
        }
        finally
        {
            Complete(attempt, isRecorded);
        }
    }

    /// <summary>Completes an attempt. An attempt without an outcome is cancelled, so that a caller that waits makes its own.</summary>
    private void Complete(TaskCompletionSource<bool> attempt, bool? isRecorded)
    {
        lock (_lock)
        {
            _isRecorded = isRecorded == true;
            _attempt = _isRecorded ? attempt : null;
        }

        if (isRecorded is { } outcome)
        {
            attempt.SetResult(outcome);
        }
        else
        {
            attempt.SetCanceled();
        }
    }
}
