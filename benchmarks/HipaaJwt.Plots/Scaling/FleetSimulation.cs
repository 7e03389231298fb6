namespace HipaaJwt.Plots.Scaling;

/// <summary>
/// Simulates the reads of a fleet. Each instance reads the log at each interval and, with notifications, after an append. Requests and
/// answers take time, some of them long, and a few instances lose the store for a while. Only times are simulated: what a read returns
/// follows from the time at which the store serves it.
/// </summary>
internal sealed class FleetSimulation
{
    private readonly Fleet _fleet;
    private readonly Random _random;
    private readonly double[] _appends;
    private readonly double[] _boundAt;
    private long _reads;
    private long _rows;
    private double _unavailable;

    private FleetSimulation(Fleet fleet, int seed)
    {
        _fleet = fleet;
        _random = new Random(seed);
        _appends = Appends();
        _boundAt = [.. _appends];
    }

    public static FleetResult Run(Fleet fleet, int seed = 1)
    {
        var simulation = new FleetSimulation(fleet, seed);
        for (var instance = 0; instance < fleet.Instances; instance++)
        {
            simulation.RunInstance();
        }

        return simulation.Result();
    }

    private double[] Appends()
    {
        List<double> times = [];
        for (var time = NextGap(); time < _fleet.Seconds; time += NextGap())
        {
            times.Add(time);
        }

        return [.. times];

        double NextGap() => -Math.Log(1 - _random.NextDouble()) / _fleet.RevocationsPerSecond;
    }

    private double Latency() => _random.Next(50) == 0 ? 0.001 + (0.2 * _random.NextDouble()) : 0.0002 + (0.003 * _random.NextDouble());

    /// <summary>Follows one instance from read to read, and notes when each revocation binds it.</summary>
    private void RunInstance()
    {
        var outage = _random.NextDouble() < Fleet.ShareWithOutage ? _random.NextDouble() * _fleet.Seconds : double.PositiveInfinity;
        var sent = -_random.NextDouble() * Fleet.PullInterval;
        var leaseEnd = double.PositiveInfinity;
        var next = 0;
        while (sent < _fleet.Seconds + Fleet.Lease)
        {
            var served = sent + Latency();
            var done = served + Latency();
            if (done - sent > Fleet.Timeout || (sent > outage && sent < outage + Fleet.OutageSeconds))
            {
                sent = Math.Min(done, sent + Fleet.Timeout) + Fleet.PullInterval;
                continue;
            }

            _reads++;
            _unavailable += Math.Max(0, done - leaseEnd);
            for (; next < _appends.Length && _appends[next] <= served; next++)
            {
                // An instance whose lease has ended rejects all tokens, those that it does not know to be revoked included.
                _rows++;
                _boundAt[next] = Math.Max(_boundAt[next], Math.Min(done, Math.Max(leaseEnd, _appends[next])));
            }

            leaseEnd = sent + Fleet.Lease;
            sent = NextRead(done, next);
        }
    }

    private double NextRead(double done, int next)
    {
        if (!_fleet.HasNotifications || next >= _appends.Length)
        {
            return done + Fleet.PullInterval;
        }

        var notified = _appends[next] + Latency();
        return Math.Min(done + Fleet.PullInterval, Math.Max(done + Fleet.MinSpacing, notified));
    }

    private FleetResult Result()
    {
        double[] delays = [.. _appends.Select((append, index) => _boundAt[index] - append).Order()];
        return new FleetResult(
            _fleet,
            _appends.Length,
            _reads / (double)_fleet.Seconds,
            _rows / (double)_fleet.Seconds,
            _unavailable / _fleet.Seconds / _fleet.Instances,
            delays);
    }
}
