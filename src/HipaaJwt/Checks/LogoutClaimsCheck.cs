using HipaaJwt.Claims;
using HipaaJwt.Text;

namespace HipaaJwt.Checks;

/// <summary>
/// Checks the claims that make a token a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.4): <c>jti</c>, exactly the
/// event of a logout, no <c>nonce</c>, and a session or a subject.
/// </summary>
internal sealed class LogoutClaimsCheck : IClaimCheck
{
    private const string Events = "events";
    private const string Nonce = "nonce";
    private const string SessionId = "sid";

    /// <summary>Keycloak writes it beside the event, to say whether offline sessions end too.</summary>
    private static ReadOnlySpan<byte> OfflineAccess => "revoke_offline_access"u8;

    private static ReadOnlySpan<byte> Event => "http://schemas.openid.net/event/backchannel-logout"u8;

    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
    {
        if (!claims.Registered.JwtId.Exists)
        {
            return new JwtError(JwtErrorCode.ClaimMissing, ClaimNames.JwtId);
        }

        if (!claims.TryFind("events"u8, out var events))
        {
            return new JwtError(JwtErrorCode.ClaimMissing, Events);
        }

        if (!IsLogout(claims.JsonSpan, events))
        {
            return new JwtError(JwtErrorCode.ClaimInvalid, Events);
        }

        return claims.TryFind("nonce"u8, out _)
            ? new JwtError(JwtErrorCode.ClaimNotAllowed, Nonce)
            : CheckTarget(claims, context.Policy.Identity.Subject);
    }

    private static bool IsLogout(ReadOnlySpan<byte> json, JsonValue events)
    {
        if (events.Kind != JsonKind.Object)
        {
            return false;
        }

        var isLogout = false;
        var members = new JsonArray(json, events);
        while (members.MoveNext())
        {
            var name = members.Current;
            members.MoveNext();
            if (JsonText.AreEqual(json, name, Event) && members.Current.Kind == JsonKind.Object)
            {
                isLogout = true;
            }
            else if (!JsonText.AreEqual(json, name, OfflineAccess))
            {
                return false;
            }
        }

        return isLogout;
    }

    /// <summary>A malformed <c>sid</c> must not turn the logout of a session into that of a subject.</summary>
    private static JwtError CheckTarget(ClaimsSet claims, string subjectClaim)
    {
        if (claims.TryFind("sid"u8, out _))
        {
            return SessionClaims.GetSessionId(claims) is null ? new JwtError(JwtErrorCode.ClaimInvalid, SessionId) : JwtError.None;
        }

        return claims.Registered.Subject.Exists ? JwtError.None : new JwtError(JwtErrorCode.ClaimMissing, subjectClaim);
    }
}
