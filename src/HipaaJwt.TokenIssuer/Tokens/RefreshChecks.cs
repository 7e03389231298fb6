using HipaaJwt.TokenIssuer.Sessions;

namespace HipaaJwt.TokenIssuer.Tokens;

/// <summary>Checks an authentic refresh token against its session, before anything changes.</summary>
internal sealed class RefreshChecks
{
    private readonly ISessionRevocation _revocation;
    private readonly string _issuer;

    public RefreshChecks(ISessionRevocation revocation, TokenIssuerOptions options)
    {
        _revocation = revocation;
        _issuer = options.Issuer;
    }

    public static JwtError Check(PresentedSession presented, RefreshRequest request)
    {
        var session = presented.Session;
        if (session.State != SessionState.Active || session.ReadAt >= session.ExpiresAt)
        {
            return new JwtError(session.EndReason == SessionEndReason.Idle ? JwtErrorCode.SessionIdle : JwtErrorCode.SessionEnded);
        }

        if (session.ReadAt >= session.IdleAt)
        {
            return new JwtError(JwtErrorCode.SessionIdle);
        }

        var error = CheckBinding(presented.Binding, request.Proofs);
        return !error.IsNone ? error
            : request.Scopes.All(scope => presented.Data.Scopes.Contains(scope)) ? JwtError.None
            : new JwtError(JwtErrorCode.ClaimValueNotAllowed, "scope");
    }

    /// <summary>
    /// Whether the token is neither the current one nor its direct predecessor, so that it needs no policy and no signature.
    /// </summary>
    private static bool IsOld(PresentedSession presented) =>
        presented.Token.Counter != presented.Session.Counter && presented.Token.Counter + 1L != presented.Session.Counter;

    public static bool IsReuse(PresentedSession presented) =>
        presented.Binding is null ? IsOld(presented) : presented.Token.Counter != presented.Session.Counter;

    /// <summary>Checks whether the session, its user or its issuer was revoked after the session started.</summary>
    public JwtError CheckRevocation(PresentedSession presented) => _revocation.Check(
        _issuer, SessionNames.ToClaim(presented.Session.Id), presented.Data.Subject, presented.Session.CreatedAt);

    private static JwtError CheckBinding(TokenBinding? binding, IReadOnlyList<TokenBinding> proofs) =>
        binding is null || proofs.Contains(binding) ? JwtError.None
            : binding.IsKey ? new JwtError(proofs.Any(proof => proof.IsKey) ? JwtErrorCode.ProofKeyMismatch : JwtErrorCode.ProofMissing)
            : new JwtError(
                proofs.Any(proof => !proof.IsKey) ? JwtErrorCode.CertificateMismatch : JwtErrorCode.CertificateMissing);
}
