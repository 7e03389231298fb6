using HipaaJwt.Traffic.Group;
using HipaaJwt.Traffic.Instances;

namespace HipaaJwt.Traffic.Month;

/// <summary>Counts the events of an hour, and takes the state of the instances.</summary>
internal sealed class HourCounts(string balancing, ServiceInstance[] instances, int clinicians)
{
    private readonly int[] _lastHours = [.. Enumerable.Repeat(-1, clinicians)];
    private readonly int[] _lastTokens = new int[clinicians];
    private readonly int[] _cached = new int[instances.Length];
    private readonly long[] _cachedBytes = new long[instances.Length];
    private readonly long[] _found = new long[instances.Length];
    private long _rejected;
    private (int Clinicians, int Tokens, long Requests, long Served, int Revoked) _now;

    public void Count(in TrafficEvent traffic, int hour)
    {
        _now.Requests += traffic.Requests;
        _now.Revoked += traffic.Kind == TrafficKind.Requests ? 0 : 1;
        if (traffic.Kind == TrafficKind.Requests && _lastHours[traffic.Clinician] != hour)
        {
            _lastHours[traffic.Clinician] = hour;
            _now.Clinicians++;
        }

        if (traffic.Token != _lastTokens[traffic.Clinician])
        {
            _lastTokens[traffic.Clinician] = traffic.Token;
            _now.Tokens++;
        }
    }

    public void CountServed(int requests) => _now.Served += requests;

    public void Sample()
    {
        for (var index = 0; index < instances.Length; index++)
        {
            _cached[index] = Math.Max(_cached[index], instances[index].CachedTokens);
            _cachedBytes[index] = Math.Max(_cachedBytes[index], instances[index].CachedBytes);
        }
    }

    public HourLine End(int hour)
    {
        long[] found = [.. instances.Select((instance, index) => instance.Found - _found[index])];
        var rejected = instances[0].Rejected - _rejected;
        var line = new HourLine(
            balancing, hour, _now.Clinicians, _now.Tokens, _now.Requests, _now.Served,
            [.. instances.Select(instance => instance.Capacity)], found, rejected,
            [.. _cached], [.. _cachedBytes], _now.Revoked, instances[0].Revocations);
        _rejected = instances[0].Rejected;
        _now = default;
        for (var index = 0; index < instances.Length; index++)
        {
            (_found[index], _cached[index], _cachedBytes[index]) = (instances[index].Found, 0, 0);
        }

        return line;
    }
}
