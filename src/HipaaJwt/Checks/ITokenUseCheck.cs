namespace HipaaJwt.Checks;

/// <summary>
/// One rule about how an accepted token is used: who sends it, and whether it was used before. It is asked at each use, of
/// remembered tokens too.
/// </summary>
internal interface IRequestCheck
{
    /// <summary>Whether tokens with these claims and of this issuer have to be checked whatever the request is.</summary>
    bool AppliesTo(ClaimsSet claims, in ClaimCheckContext context);

    /// <summary>Checks one use. What cannot be known is refused as unavailable; every wait has a limit.</summary>
    ValueTask<JwtError> CheckAsync(in TokenUse use, CancellationToken cancellationToken);
}
