using HipaaJwt.TokenIssuer.Sessions;

namespace HipaaJwt.TokenIssuer.Tokens;

/// <summary>A refresh token that is authentic, and its session.</summary>
/// <param name="Token">The token.</param>
/// <param name="Key">The key of its HMAC.</param>
/// <param name="Session">The session.</param>
/// <param name="Data">What its tokens contain.</param>
internal sealed record PresentedSession(RefreshToken Token, RefreshKey Key, StoredSession Session, SessionData Data)
{
    public TokenBinding? Binding => TokenBinding.FromStored(Session.Confirmation);

    public override string ToString() => nameof(PresentedSession);
}
