namespace HipaaJwt.PhiClaims;

/// <summary>That a token which was accepted carries claims that should travel encrypted. It is told once.</summary>
internal sealed class PhiWarning
{
    private int _taken;

    public PhiWarning(string entries) => Entries = entries;

    /// <summary>The entries of the policy, separated by blanks.</summary>
    public string Entries { get; }

    /// <summary>Whether it is for the caller to tell; one who takes it and fails gives it back.</summary>
    public bool TryTake() => Volatile.Read(ref _taken) == 0 && Interlocked.Exchange(ref _taken, 1) == 0;

    public void GiveBack() => Volatile.Write(ref _taken, 0);
}
