using System.Diagnostics.Metrics;

namespace HipaaJwt.Tests.Revocations.Simulation;

/// <summary>Creates a meter of its own for each of the many instances, because a meter keeps all its instruments.</summary>
internal sealed class FreshMeters : IMeterFactory
{
    public Meter Create(MeterOptions options) => new(options.Name);

    public void Dispose()
    {
    }
}
