using System.Collections.Immutable;
using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Anchoring;

/// <summary>All anchors of a log.</summary>
internal sealed class Anchors : IAnchorState
{
    private readonly ImmutableArray<AnchorPump> _pumps;

    public Anchors(ImmutableArray<AnchorPump> pumps) => _pumps = pumps;

    /// <summary>The number of events that all anchors have; without anchors all events count.</summary>
    public long Size => _pumps.IsEmpty ? long.MaxValue : _pumps.Min(pump => pump.Size);

    public bool IsContradicted => _pumps.Any(pump => pump.IsContradicted);

    /// <summary>The names of the anchors whose last publication failed, with the failure.</summary>
    public IEnumerable<(string Name, string Failure)> Failures =>
        _pumps.Where(pump => pump.Failure is not null).Select(pump => (pump.Name, pump.Failure!));

    public bool IsEmpty => _pumps.IsEmpty;

    public void Post(AuditLogCheckpoint checkpoint)
    {
        foreach (var pump in _pumps)
        {
            pump.Post(checkpoint);
        }
    }

    public Task CloseAsync(TimeSpan limit) => Task.WhenAll(_pumps.Select(pump => pump.CloseAsync(limit)));
}
