using HipaaJwt.Issuers;
using HipaaJwt.Replay;

namespace HipaaJwt.Logout;

/// <summary>
/// Lets each logout token have an effect once. A store of uses cannot undo a use, so a token has several attempts. An attempt that fails
/// leaves the others for the issuer to send the token again, and one that succeeds uses them up.
/// </summary>
internal sealed class LogoutReplayCheck
{
    public const int MaxAttempts = 5;

    private readonly ReplayGuard _guard;

    public LogoutReplayCheck(ReplayGuard guard) => _guard = guard;

    /// <summary>Uses the next attempt of the token.</summary>
    /// <returns>An error if there is none, or if the store is not available; otherwise the number of the attempt.</returns>
    public async ValueTask<(JwtError Error, int Attempt)> BeginAsync(
        IssuerPolicy issuer, ClaimsSet claims, CancellationToken cancellationToken)
    {
        var (error, attempt) = (JwtError.None, 0);
        do
        {
            error = await UseAsync(issuer, claims, attempt, cancellationToken).ConfigureAwait(false);
        }
        while (error.Code == JwtErrorCode.TokenReplayed && ++attempt < MaxAttempts);
        return (error, attempt);
    }

    /// <summary>
    /// Uses up the attempts after one that succeeded. If the store fails, the logout is not undone: a replay would repeat it.
    /// </summary>
    public async ValueTask CompleteAsync(IssuerPolicy issuer, ClaimsSet claims, int attempt)
    {
        while (++attempt < MaxAttempts
            && !(await UseAsync(issuer, claims, attempt, CancellationToken.None).ConfigureAwait(false)).IsUnavailable)
        {
        }
    }

    /// <summary>The use expires when the token is too old, whatever its <c>exp</c>.</summary>
    private ValueTask<JwtError> UseAsync(IssuerPolicy issuer, ClaimsSet claims, int attempt, CancellationToken cancellationToken)
    {
        var expiresAt = claims.Registered.IssuedAt!.Value.Floor + issuer.Logout!.MaxAge + issuer.ClockSkew;
        var entry = ReplayEntry.ForLogoutToken(issuer.Utf8Issuer, claims.Id!, claims.Subject ?? string.Empty, attempt, expiresAt);
        return _guard.UseAsync(entry, new JwtError(JwtErrorCode.TokenReplayed, ClaimNames.JwtId), cancellationToken);
    }
}
