namespace HipaaJwt.PhiClaims;

/// <summary>
/// The warning that an accepted token contains unencrypted claims that require encryption. It is recorded once per cached token.
/// Thread-safe.
/// </summary>
internal sealed class PendingPhiClaimWarning
{
    private int _acquired;

    public PendingPhiClaimWarning(string entries) => Entries = entries;

    /// <summary>The matching entries of the options, separated by blanks.</summary>
    public string Entries { get; }

    /// <summary>
    /// Acquires the warning. The first caller receives true and must record the warning, or call <see cref="Release"/> if that fails.
    /// </summary>
    public bool TryAcquire() => Volatile.Read(ref _acquired) == 0 && Interlocked.Exchange(ref _acquired, 1) == 0;

    /// <summary>Releases a warning that could not be recorded, so that the next use of the token records it.</summary>
    public void Release() => Volatile.Write(ref _acquired, 0);
}
