namespace HipaaJwt.Benchmarks.Gate;

/// <summary>
/// Validates the same token repeatedly with a best-effort audit sink. Each run starts with an empty queue and must not fill it, because
/// an event that is lost costs less than one that is queued.
/// </summary>
internal sealed class AuditedToken(string token, Func<string, bool> accepts, CountingSink sink) : Contender
{
    /// <summary>
    /// Less than half of the default capacity of the queue. Few events after a wait would measure how the queue wakes up instead.
    /// </summary>
    private const int EventsOfSlice = 4_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private long _expected;

    public override int? IterationsOfSlice => EventsOfSlice;

    public override void Prepare(int iterations)
    {
        if (!SpinWait.SpinUntil(() => sink.Count >= _expected, Limit))
        {
            throw new InvalidOperationException($"{_expected - sink.Count} events are lost, so the time is meaningless.");
        }
    }

    public override int Run(int iterations)
    {
        if (iterations > EventsOfSlice)
        {
            throw new InvalidOperationException($"{iterations} events at once may fill the queue.");
        }

        var correct = 0;
        for (var i = 0; i < iterations; i++)
        {
            correct += accepts(token) ? 1 : 0;
        }

        _expected += iterations;
        return correct;
    }
}
