namespace HipaaJwt.PhiClaims;

/// <summary>The warning that an accepted token contains, unencrypted, claims that should be encrypted. It is recorded once. Thread-safe.</summary>
internal sealed class PendingPhiClaimWarning
{
    private int _taken;

    public PendingPhiClaimWarning(string entries) => Entries = entries;

    /// <summary>The entries of the options that matched, separated by blanks.</summary>
    public string Entries { get; }

    /// <summary>Takes the warning. The first caller receives true and must record it, or return it if that fails.</summary>
    public bool TryTake() => Volatile.Read(ref _taken) == 0 && Interlocked.Exchange(ref _taken, 1) == 0;

    /// <summary>Returns a warning that could not be recorded, so that the next use of the token records it.</summary>
    public void Return() => Volatile.Write(ref _taken, 0);
}
