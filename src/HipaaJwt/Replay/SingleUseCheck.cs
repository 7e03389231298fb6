using HipaaJwt.Checks;

namespace HipaaJwt.Replay;

/// <summary>A token of an issuer of one-time tokens is accepted once, by its issuer and its <c>jti</c> (RFC 7519, section 4.1.7).</summary>
internal sealed class SingleUseCheck : IRequestCheck
{
    private readonly Lazy<ReplayGuard> _guard;

    /// <param name="guard">Made when first needed: it depends on options, whose validation depends on the checks.</param>
    public SingleUseCheck(Lazy<ReplayGuard> guard) => _guard = guard;

    public bool AppliesTo(ClaimsSet claims, in ClaimCheckContext context) => context.Policy.SingleUse;

    public ValueTask<JwtError> CheckAsync(in TokenUse use, CancellationToken cancellationToken)
    {
        if (!use.Context.Policy.SingleUse)
        {
            return new ValueTask<JwtError>(JwtError.None);
        }

        return use.Claims is { Id: { } id, Subject: { } subject, ExpiresAt: { } expiresAt }
            ? _guard.Value.UseAsync(ReplayEntry.OfToken(use.Context.Policy.Utf8Issuer, id, subject, expiresAt + use.Context.ClockSkew), JwtErrorCode.TokenReplayed, cancellationToken)
            : new ValueTask<JwtError>(new JwtError(JwtErrorCode.ClaimMissing, ClaimNames.JwtId));
    }
}
