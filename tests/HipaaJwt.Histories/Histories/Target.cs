using HipaaJwt.Histories.Cells;

namespace HipaaJwt.Histories.Histories;

/// <summary>Something that is revoked during a history, and its tokens.</summary>
internal sealed record Target(RevocationKind Kind, string Name)
{
    private readonly long[] _lastAcceptedAt = new long[Cell.InstanceCount];
    private readonly long[] _lastContinuedAt = new long[Cell.InstanceCount];

    public List<string> Tokens { get; } = [];

    /// <summary>Whether a revocation has been requested, so that it may take effect.</summary>
    public bool IsRequested { get; set; }

    /// <summary>The moment after the writer had the acknowledgement; null if there was none.</summary>
    public long? AcknowledgedAt { get; set; }

    /// <summary>The moment before the last check that accepted a token, for each instance; 0 if there was none.</summary>
    public IReadOnlyList<long> LastAcceptedAt => _lastAcceptedAt;

    /// <summary>The same for the tokens with which the issuer continued the session after its end.</summary>
    public IReadOnlyList<long> LastContinuedAt => _lastContinuedAt;

    public void Accept(int instance, bool isContinued, long moment)
    {
        var last = isContinued ? _lastContinuedAt : _lastAcceptedAt;
        last[instance] = Math.Max(last[instance], moment);
    }
}
