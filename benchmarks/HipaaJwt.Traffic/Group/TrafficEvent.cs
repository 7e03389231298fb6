namespace HipaaJwt.Traffic.Group;

/// <summary>What a clinician does at one time.</summary>
/// <param name="Time">The time in milliseconds since the start of the month.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Clinician">The number of the clinician.</param>
/// <param name="Session">The number of the clinician's session.</param>
/// <param name="Token">The number of the clinician's access token.</param>
/// <param name="IssuedAt">The time at which the token was issued, in milliseconds since the start of the month.</param>
/// <param name="Requests">The number of requests; 0 unless this is a click.</param>
internal readonly record struct TrafficEvent(
    long Time, TrafficKind Kind, int Clinician, int Session, int Token, long IssuedAt, int Requests = 0);
