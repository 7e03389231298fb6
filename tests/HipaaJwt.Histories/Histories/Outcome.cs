namespace HipaaJwt.Histories.Histories;

/// <summary>What a history has shown. Times are ticks of the machine's clock.</summary>
internal sealed class Outcome
{
    private readonly Lock _lock = new();
    private readonly List<string> _violations = [];

    public List<string> Faults { get; } = [];

    /// <summary>The names of the faults.</summary>
    public HashSet<string> FaultNames { get; } = [];

    public IReadOnlyList<string> Violations => _violations;

    public long Checks { get; set; }

    public long Acceptances { get; set; }

    public long Acknowledged { get; set; }

    public long Unknown { get; set; }

    /// <summary>The number of answers later than 250 ms during a stall of the machine.</summary>
    public long Excused { get; set; }

    /// <summary>
    /// The number of revocations and instances for which the promise counted from the return of a store that had lost the revocation.
    /// </summary>
    public long LateByLoss { get; set; }

    /// <summary>The longest time from an acknowledgement to the last acceptance, unless the store lost data.</summary>
    public long SlowestEffect { get; set; }

    /// <summary>
    /// The longest time from the return of a store that lost data, or from a later acknowledgement, to the last acceptance.
    /// </summary>
    public long SlowestEffectAfterLoss { get; set; }

    public long SlowestAnswer { get; set; }

    public long SlowestRecovery { get; set; }

    public void AddViolation(string text)
    {
        lock (_lock)
        {
            _violations.Add(text);
        }
    }

    public void Update(Action<Outcome> change)
    {
        lock (_lock)
        {
            change(this);
        }
    }
}
