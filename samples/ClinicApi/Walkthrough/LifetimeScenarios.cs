using System.Text.Json.Nodes;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>Tokens with a valid signature outside their lifetime. The clock skew is 1 second.</summary>
internal static class LifetimeScenarios
{
    public static IEnumerable<Scenario> From(TokenForge forge)
    {
        yield return Rejected("expired one minute ago", JwtErrorCode.TokenExpired, "exp", claims =>
        {
            claims["iat"] = forge.SecondsFromNow(-600);
            claims["exp"] = forge.SecondsFromNow(-60);
        });
        yield return Rejected("valid in one minute", JwtErrorCode.TokenNotYetValid, "nbf", claims =>
            claims["nbf"] = forge.SecondsFromNow(60));
        yield return Rejected("issued in the future", JwtErrorCode.TokenIssuedInFuture, "iat", claims =>
            claims["iat"] = forge.SecondsFromNow(60));
        yield return Rejected("lifetime of one day", JwtErrorCode.TokenLifetimeTooLong, "exp", claims =>
            claims["exp"] = forge.SecondsFromNow(86_400));

        Scenario Rejected(string title, JwtErrorCode reason, string member, Action<JsonObject> claims) => new(
            title,
            Scenario.Read("/patients/1001/chart", forge.SignedByIssuer(claims: claims)),
            Outcome.Rejected(reason, member, TokenForge.Subject));
    }
}
