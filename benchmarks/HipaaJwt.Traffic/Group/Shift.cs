namespace HipaaJwt.Traffic.Group;

/// <summary>The time for which a clinician works, in milliseconds since the start of the month.</summary>
/// <param name="Start">The first millisecond.</param>
/// <param name="End">The first millisecond after the shift.</param>
internal readonly record struct Shift(long Start, long End);
