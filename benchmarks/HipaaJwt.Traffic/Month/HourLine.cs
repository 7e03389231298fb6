namespace HipaaJwt.Traffic.Month;

/// <summary>
/// The counts of one hour. With affinity, they concern the clinicians of the simulated instance alone. Arrays have one element for each
/// capacity of the token cache.
/// </summary>
/// <param name="Balancing">How the load balancer chooses an instance: <c>affinity</c> or <c>round-robin</c>.</param>
/// <param name="Hour">The hour of the month, from 0.</param>
/// <param name="Clinicians">The clinicians that clicked.</param>
/// <param name="Tokens">The access tokens that the issuer signed.</param>
/// <param name="Requests">The requests of the simulated clinicians.</param>
/// <param name="Served">The requests to the simulated instance.</param>
/// <param name="Capacities">The capacities of the token cache.</param>
/// <param name="Found">Those whose token was in the cache.</param>
/// <param name="Rejected">Those whose token was revoked.</param>
/// <param name="Cached">The largest number of cached tokens, at every fifth minute.</param>
/// <param name="CachedBytes">The largest memory of cached tokens.</param>
/// <param name="Revoked">The revocations of the hour.</param>
/// <param name="Revocations">The revocations in memory at the end of the hour.</param>
internal sealed record HourLine(
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
    int Revocations);
