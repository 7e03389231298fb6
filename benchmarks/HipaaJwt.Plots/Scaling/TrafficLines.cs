namespace HipaaJwt.Plots.Scaling;

/// <summary>The counts of one hour of the simulated traffic. Arrays have one element for each capacity of the token cache.</summary>
internal sealed record TrafficHour(
    string Balancing,
    int Hour,
    int Clinicians,
    int Tokens,
    long Requests,
    long Served,
    int[] Capacities,
    long[] Found,
    long Rejected,
    int[] Cached,
    long[] CachedBytes,
    int Revoked,
    int Revocations)
{
    public const string Affinity = "affinity";
    public const string RoundRobin = "round-robin";
    public const int DefaultCapacity = 65_536;

    public int IndexOf(int capacity) => Array.IndexOf(Capacities, capacity);
}

/// <summary>The size of audit events, from the files of a real log.</summary>
internal sealed record AuditSize(long Events, long SegmentBytes, int SidecarBytesPerEvent, long GzipBytes, long BrotliBytes)
{
    public double BytesPerEvent => (SegmentBytes / (double)Events) + SidecarBytesPerEvent;

    public double CompressedBytesPerEvent => (GzipBytes / (double)Events) + SidecarBytesPerEvent;
}
