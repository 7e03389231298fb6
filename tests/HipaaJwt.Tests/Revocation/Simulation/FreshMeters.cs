using System.Diagnostics.Metrics;

namespace HipaaJwt.Tests.Revocations.Simulation;

/// <summary>
/// Creates a meter of its own for each of the many instances, because a meter keeps all its instruments. The process keeps a meter and what
/// its gauges read until it is disposed, and each new listener looks at all of them.
/// </summary>
internal sealed class FreshMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options.Name);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose() => _meters.ForEach(meter => meter.Dispose());
}
