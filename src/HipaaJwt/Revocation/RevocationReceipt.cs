namespace HipaaJwt;

/// <summary>The acknowledgement of a revocation.</summary>
/// <param name="EffectiveBy">
/// The time from which no instance accepts a revoked token: an instance that has not seen the revocation by then rejects all tokens.
/// This instance rejects it already.
/// </param>
public sealed record RevocationReceipt(DateTimeOffset EffectiveBy);
