using HipaaJwt.TokenIssuer.Sessions;

namespace HipaaJwt.TokenIssuer.Issuing;

/// <summary>What an access token says.</summary>
/// <param name="Data">The user, the client and the authentication.</param>
/// <param name="Roles">The roles.</param>
/// <param name="Scopes">The scopes.</param>
/// <param name="SessionId">The session; null without one.</param>
/// <param name="Binding">The key or certificate that the token is bound to; null if it is bound to none.</param>
/// <param name="Lifetime">The lifetime.</param>
internal sealed record AccessTokenContent(
    SessionData Data,
    string[] Roles,
    string[] Scopes,
    string? SessionId,
    TokenBinding? Binding,
    TimeSpan Lifetime)
{
    public override string ToString() => nameof(AccessTokenContent);
}
