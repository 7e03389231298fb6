using System.Text.Json.Nodes;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>Good signatures at the wrong time. The clocks may differ by 30 seconds.</summary>
internal static class TokensOutOfTime
{
    public static IEnumerable<Scenario> From(TokenForge forge)
    {
        yield return Refused("expired a minute ago", JwtErrorCode.TokenExpired, "exp", claims =>
        {
            claims["iat"] = forge.SecondsFromNow(-600);
            claims["exp"] = forge.SecondsFromNow(-60);
        });
        yield return Refused("not valid for a minute yet", JwtErrorCode.TokenNotYetValid, "nbf", claims =>
            claims["nbf"] = forge.SecondsFromNow(60));
        yield return Refused("issued in the future", JwtErrorCode.TokenIssuedInFuture, "iat", claims =>
            claims["iat"] = forge.SecondsFromNow(60));
        yield return Refused("good for a whole day", JwtErrorCode.TokenLifetimeTooLong, "exp", claims =>
            claims["exp"] = forge.SecondsFromNow(86_400));

        Scenario Refused(string title, JwtErrorCode reason, string member, Action<JsonObject> claims) => new(
            title,
            Scenario.Read("/patients/1001/chart", forge.Genuine(claims: claims)),
            Outcome.Refused(reason, member, TokenForge.Subject));
    }
}
