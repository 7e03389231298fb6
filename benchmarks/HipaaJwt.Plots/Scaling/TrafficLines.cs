namespace HipaaJwt.Plots.Scaling;

/// <summary>
/// The counts of one hour of the simulated traffic. With affinity, they concern the clinicians of one instance of four. Arrays have one
/// element for each capacity of the token cache.
/// </summary>
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
    public const int Instances = 4;

    /// <summary>The requests to the whole group.</summary>
    public long GroupRequests => Requests * Factor;

    /// <summary>The clinicians of the whole group.</summary>
    public int GroupClinicians => Clinicians * Factor;

    /// <summary>The access tokens of the whole group.</summary>
    public int GroupTokens => Tokens * Factor;

    /// <summary>The revocations of the whole group in this hour.</summary>
    public int GroupRevoked => Revoked * Factor;

    /// <summary>The revocations of the whole group in the memory of each instance.</summary>
    public int GroupRevocations => Revocations * Factor;

    private int Factor => Balancing == Affinity ? Instances : 1;

    public int IndexOf(int capacity) => Array.IndexOf(Capacities, capacity);
}

/// <summary>The size of audit events, from the files of a real log.</summary>
internal sealed record AuditSize(long Events, long SegmentBytes, int SidecarBytesPerEvent, long GzipBytes, long BrotliBytes)
{
    public double BytesPerEvent => (SegmentBytes / (double)Events) + SidecarBytesPerEvent;

    public double CompressedBytesPerEvent => (GzipBytes / (double)Events) + SidecarBytesPerEvent;
}
