using HipaaJwt.Text;

namespace HipaaJwt.Checks;

/// <summary>
/// Checks that an access token is not a security event token, such as a logout token (RFC 8417, sections 2.2 and 4). A <c>typ</c> that
/// only access tokens have has excluded it before.
/// </summary>
internal sealed class EventsCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
        context.Policy.MayMixTokenTypes && claims.TryFind("events"u8, out var events) && events.Kind == JsonKind.Object
            ? new JwtError(JwtErrorCode.ClaimNotAllowed, "events")
            : JwtError.None;
}
