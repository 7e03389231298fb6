using System.Collections.Immutable;

namespace HipaaJwt.Tool.Trusts;

/// <summary>The answer of an address from which keys or metadata are fetched.</summary>
/// <param name="Address">The address.</param>
/// <param name="Status">The HTTP status; null if there was no answer.</param>
/// <param name="Problem">Why there was no answer; null if there was one.</param>
/// <param name="Duration">The time until the answer.</param>
/// <param name="ClockOffset">How far the clock of this machine is ahead of the clock of the server; null if it sent no time.</param>
/// <param name="Keys">The keys in the answer.</param>
internal sealed record KeyResponse(
    Uri Address, int? Status, string? Problem, TimeSpan Duration, TimeSpan? ClockOffset, ImmutableArray<PublishedKey> Keys);
