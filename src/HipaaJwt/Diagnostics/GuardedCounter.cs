using System.Diagnostics.Metrics;

namespace HipaaJwt.Diagnostics;

/// <summary>
/// A counter that discards the exceptions of meter listeners. A listener that fails must neither change a decision nor end work in
/// the background.
/// </summary>
internal readonly struct GuardedCounter
{
    private readonly Counter<long> _counter;

    public GuardedCounter(Counter<long> counter) => _counter = counter;

    public bool IsEnabled => _counter.Enabled;

#pragma warning disable CA1031 // A meter listener of the application may throw any exception.
    /// <summary>Counts one occurrence.</summary>
    public void Increment(params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            _counter.Add(1, tags);
        }
        catch (Exception)
        {
            // There is no other place to report it.
        }
    }
#pragma warning restore CA1031
}
