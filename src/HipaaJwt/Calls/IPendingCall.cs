namespace HipaaJwt.Calls;

/// <summary>A call that waits for a thread.</summary>
internal interface IPendingCall
{
    /// <summary>Runs the call on the current thread. Does not throw.</summary>
    void Run();

    /// <summary>Cancels the call if it waited for a thread and its cancellation token is cancelled.</summary>
    bool TryCancel();
}
