using System.Collections.Immutable;
using HipaaJwt.Auditing;
using HipaaJwt.Claims;
using HipaaJwt.Issuers;
using HipaaJwt.Validation;

namespace HipaaJwt.Logout;

/// <summary>Validates a logout token with each trust, revokes what it names, and writes the event of a rejection.</summary>
internal sealed class BackChannelLogout : IBackChannelLogout
{
    private readonly ImmutableArray<TrustLogout> _trusts;
    private readonly LogoutReplayCheck _replay;
    private readonly IRevocation _revocation;
    private readonly IAuditTrail _trail;
    private readonly AuditEventFactory _events;

    public BackChannelLogout(
        ImmutableArray<TrustLogout> trusts,
        LogoutReplayCheck replay,
        IRevocation revocation,
        IAuditTrail trail,
        AuditEventFactory events)
    {
        _trusts = trusts;
        _replay = replay;
        _revocation = revocation;
        _trail = trail;
        _events = events;
    }

    public ValueTask<JwtError> LogOutAsync(in JwtValidationRequest request, CancellationToken cancellationToken = default) =>
        LogOutOwnedAsync(request with { Token = request.Token.ToOwned() }, cancellationToken);

    private async ValueTask<JwtError> LogOutOwnedAsync(JwtValidationRequest request, CancellationToken cancellationToken)
    {
        var verdict = await ValidateAsync(request.Token, cancellationToken).ConfigureAwait(false);
        var error = verdict.Token is null
            ? verdict.Error
            : await RevokeOnceAsync(verdict.Issuer!, verdict.Claims!, request, cancellationToken).ConfigureAwait(false);
        return error.IsNone || await RecordAsync(error, verdict, request, cancellationToken).ConfigureAwait(false)
            ? error
            : new JwtError(JwtErrorCode.AuditUnavailable);
    }

    /// <summary>Validates the token with each trust until one accepts it. Otherwise the verdict that came furthest counts.</summary>
    private async ValueTask<Verdict> ValidateAsync(EncodedJwt token, CancellationToken cancellationToken)
    {
        var best = Verdict.Rejected(new JwtError(JwtErrorCode.TokenMissing));
        foreach (var trust in _trusts)
        {
            var verdict = await trust.ValidateAsync(token, cancellationToken).ConfigureAwait(false);
            if (verdict.Token is not null)
            {
                return verdict;
            }

            best = StageOf(verdict).CompareTo(StageOf(best)) > 0 ? verdict : best;
        }

        return best;
    }

    /// <summary>
    /// Orders verdicts. A trust whose keys are not available may accept the token later. Otherwise a valid signature decides.
    /// </summary>
    private static (bool IsUnavailable, bool IsVerified, int Code) StageOf(in Verdict verdict) =>
        (verdict.Error.IsUnavailable, verdict.Issuer is not null, (int)verdict.Error.Code);

    private async ValueTask<JwtError> RevokeOnceAsync(
        IssuerPolicy issuer, ClaimsSet claims, JwtValidationRequest request, CancellationToken cancellationToken)
    {
        var (error, attempt) = await _replay.BeginAsync(issuer, claims, cancellationToken).ConfigureAwait(false);
        error = error.IsNone ? await RevokeAsync(issuer, claims, request).ConfigureAwait(false) : error;
        if (error.IsNone)
        {
            await _replay.CompleteAsync(issuer, claims, attempt).ConfigureAwait(false);
        }

        return error;
    }

    /// <summary>The revocation is not cancelled, so that its event is written.</summary>
    private async ValueTask<JwtError> RevokeAsync(IssuerPolicy issuer, ClaimsSet claims, JwtValidationRequest request)
    {
        var revocation = SessionClaims.GetSessionId(claims) is { } session
            ? Revocation.Session(issuer.Issuer, session)
            : Revocation.Subject(issuer.Issuer, claims.Subject!);
        try
        {
            await _revocation.RevokeAsync(
                revocation with
                {
                    Reason = RevocationReason.Logout,
                    RequestId = request.RequestId,
                    RemoteAddress = request.RemoteAddress,
                },
                CancellationToken.None).ConfigureAwait(false);
            return JwtError.None;
        }
        catch (RevocationUnavailableException)
        {
            return new JwtError(JwtErrorCode.RevocationUnavailable);
        }
        catch (ArgumentException)
        {
            // The options were reloaded without the issuer after its token was validated.
            return new JwtError(JwtErrorCode.IssuerNotAllowed, ClaimNames.Issuer);
        }
    }

    private async ValueTask<bool> RecordAsync(
        JwtError error, Verdict verdict, JwtValidationRequest request, CancellationToken cancellationToken) =>
        !_trail.IsEnabled || await _trail.RecordAsync(
            _events.Rejected(error, verdict.Issuer?.Issuer, verdict.Claims, request), cancellationToken).ConfigureAwait(false);
}
