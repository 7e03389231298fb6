namespace HipaaJwt.Revocations;

/// <summary>A revocation that this instance has appended.</summary>
/// <param name="Entry">The revocation.</param>
/// <param name="Expiry">The time by the monotonic timer at which the store no longer needs it.</param>
internal sealed record OwnRevocation(RevocationEntry Entry, long Expiry);
