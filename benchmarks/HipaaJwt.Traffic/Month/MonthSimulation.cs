using HipaaJwt.Traffic.Group;
using HipaaJwt.Traffic.Instances;

namespace HipaaJwt.Traffic.Month;

/// <summary>
/// Sends the requests that the first of four instances receives to real validators, one for each capacity of the token cache. The other
/// three instances receive as many requests of the same kind, and are not simulated. With affinity, the clinicians of these instances are
/// not simulated either.
/// </summary>
internal sealed class MonthSimulation : IDisposable
{
    public const int Instances = 4;

    private const long Tick = HospitalGroup.Minute / 4;

    private const long SampleInterval = 5 * HospitalGroup.Minute;

    private static readonly DateTimeOffset Start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMilliseconds(HospitalGroup.TokenLifetime);

    private readonly HospitalGroup _group;
    private readonly bool _hasAffinity;
    private readonly SimulatedTime _time = new(Start);
    private readonly TokenWriter _writer = new();
    private readonly ServiceInstance[] _instances;
    private readonly HourCounts _counts;
    private readonly (int Number, string Text)[] _tokens;
    private long _next;
    private long _ticks;

    /// <param name="group">The hospital group.</param>
    /// <param name="hasAffinity">Whether all requests of a clinician reach one instance. Otherwise instances take turns.</param>
    /// <param name="capacities">The capacities of the token cache.</param>
    public MonthSimulation(HospitalGroup group, bool hasAffinity, IEnumerable<int> capacities)
    {
        _group = group;
        _hasAffinity = hasAffinity;
        _instances = [.. capacities.Select(capacity => new ServiceInstance(capacity, group.Clinicians, _writer, _time))];
        _counts = new HourCounts(hasAffinity ? "affinity" : "round-robin", _instances, group.Clinicians);
        _tokens = new (int, string)[group.Clinicians];
    }

    /// <summary>Simulates the month.</summary>
    /// <param name="report">Receives the counts of each hour.</param>
    public void Run(Action<HourLine> report)
    {
        foreach (var traffic in GroupTraffic.Generate(_group, _hasAffinity ? Instances : 1))
        {
            AdvanceTo(traffic.Time, report);
            _counts.Count(traffic, (int)(traffic.Time / HospitalGroup.Hour));
            if (traffic.Kind == TrafficKind.Requests)
            {
                Serve(traffic);
            }
            else
            {
                Revoke(traffic);
            }
        }

        AdvanceTo(_group.Days * HospitalGroup.Day, report);
    }

    public void Dispose()
    {
        foreach (var instance in _instances)
        {
            instance.Dispose();
        }
    }

    private void AdvanceTo(long time, Action<HourLine> report)
    {
        while ((_ticks + 1) * Tick <= time)
        {
            _ticks++;
            _time.Set(Start.AddMilliseconds(_ticks * Tick));
            _time.RunTimers();
            WaitForReads();
            if (_ticks * Tick % SampleInterval == 0)
            {
                _counts.Sample();
            }

            if (_ticks * Tick % HospitalGroup.Hour == 0)
            {
                report(_counts.End((int)(_ticks * Tick / HospitalGroup.Hour) - 1));
            }
        }

        _time.Set(Start.AddMilliseconds(time));
    }

    private void Serve(in TrafficEvent traffic)
    {
        var served = ServedByFirst(traffic);
        if (served == 0)
        {
            return;
        }

        _counts.CountServed(served);
        ref var token = ref _tokens[traffic.Clinician];
        if (token.Number != traffic.Token)
        {
            token = (traffic.Token, Write(traffic));
        }

        foreach (var instance in _instances)
        {
            instance.Serve(traffic.Clinician, token.Text, served);
        }
    }

    /// <summary>Returns how many of the requests of a click reach the first instance.</summary>
    private int ServedByFirst(in TrafficEvent traffic)
    {
        if (_hasAffinity)
        {
            return traffic.Requests;
        }

        var before = (_next + Instances - 1) / Instances;
        _next += traffic.Requests;
        return (int)(((_next + Instances - 1) / Instances) - before);
    }

    private void Revoke(in TrafficEvent traffic)
    {
        var revocation = traffic.Kind == TrafficKind.Logout
            ? Revocation.Session(TokenWriter.Issuer, TokenWriter.Session(traffic.Clinician, traffic.Session))
            : Revocation.Subject(TokenWriter.Issuer, TokenWriter.Subject(traffic.Clinician));
        foreach (var instance in _instances)
        {
            instance.Revoke(revocation);
        }
    }

    private void WaitForReads()
    {
        foreach (var instance in _instances)
        {
            instance.WaitForRead();
        }
    }

    private string Write(in TrafficEvent traffic) => _writer.Write(
        traffic.Clinician, traffic.Session, traffic.Token, Start.AddMilliseconds(traffic.IssuedAt), TokenLifetime);
}
