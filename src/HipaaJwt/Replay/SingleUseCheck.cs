namespace HipaaJwt.Replay;

/// <summary>A one-time token is accepted once, by its issuer and its <c>jti</c> (RFC 7519, section 4.1.7).</summary>
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

        return token.Id is { } id
            ? _guard.UseAsync(ReplayEntry.OfToken(issuer.Utf8Issuer, id, token.Subject, token.ExpiresAt + issuer.ClockSkew), JwtErrorCode.TokenReplayed, cancellationToken)
            : new ValueTask<JwtError>(new JwtError(JwtErrorCode.ClaimMissing, ClaimNames.JwtId));
    }
}
