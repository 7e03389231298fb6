namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>A database whose answer to a commit blocks the thread of the caller and ignores cancellation.</summary>
internal sealed class BlockingDatabase(IAuditLogDatabase database) : DecoratedDatabase(database), IDisposable
{
    private readonly ManualResetEventSlim _answers = new();
    private int _blocked;

    /// <summary>Whether new calls block.</summary>
    public bool Blocks { get; set; }

    /// <summary>The number of threads that are blocked.</summary>
    public int Blocked => Volatile.Read(ref _blocked);

    public override ValueTask AppendAsync(
        IReadOnlyList<Guid> eventIds,
        Func<AuditLogHead, IReadOnlyList<AuditLogRow>, AuditLogAppend> build,
        CancellationToken cancellationToken)
    {
        Wait(base.AppendAsync(eventIds, build, cancellationToken).AsTask());
        Block();
        return ValueTask.CompletedTask;
    }

    public override ValueTask<bool> TryAppendAsync(AuditLogHead expected, AuditLogAppend append, CancellationToken cancellationToken)
    {
        var isWritten = Wait(base.TryAppendAsync(expected, append, cancellationToken).AsTask());
        if (isWritten)
        {
            Block();
        }

        return new ValueTask<bool>(isWritten);
    }

    /// <summary>Lets all threads go on.</summary>
    public void Answer()
    {
        Blocks = false;
        _answers.Set();
    }

    public void Dispose() => _answers.Dispose();

    private static void Wait(Task call) => call.GetAwaiter().GetResult();

    private static TResult Wait<TResult>(Task<TResult> call) => call.GetAwaiter().GetResult();

    private void Block()
    {
        if (Blocks)
        {
            Interlocked.Increment(ref _blocked);
            _answers.Wait();
            Interlocked.Decrement(ref _blocked);
        }
    }
}
