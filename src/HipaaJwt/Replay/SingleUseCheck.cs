namespace HipaaJwt.Replay;

/// <summary>Accepts a one-time token once. Its issuer and its <c>jti</c>, or the claim in its place, identify it.</summary>
internal sealed class SingleUseCheck
{
    private readonly ReplayGuard _guard;

    public SingleUseCheck(ReplayGuard guard) => _guard = guard;

    /// <summary>Consumes the token if its issuer requires single use.</summary>
    public ValueTask<JwtError> CheckAsync(in TokenUse use, CancellationToken cancellationToken)
    {
        var (token, issuer) = (use.Token, use.Token.Policy);
        if (!issuer.RequireSingleUse)
        {
            return new ValueTask<JwtError>(JwtError.None);
        }

        if (token.Id is not { } id)
        {
            return new ValueTask<JwtError>(new JwtError(JwtErrorCode.ClaimMissing, issuer.Identity.TokenId));
        }

        var entry = ReplayEntry.ForToken(issuer.Utf8Issuer, id, token.Subject, token.ExpiresAt + issuer.ClockSkew);
        return _guard.UseAsync(entry, new JwtError(JwtErrorCode.TokenReplayed, issuer.Identity.TokenId), cancellationToken);
    }
}
