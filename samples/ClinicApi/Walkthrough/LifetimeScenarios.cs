using System.Text.Json.Nodes;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>Tokens with a valid signature outside their lifetime. The clock skew is 30 seconds.</summary>
internal static class LifetimeScenarios
{
    public static async IAsyncEnumerable<Scenario> From(TokenForge forge)
    {
        yield return await RejectedAsync("expired one minute ago", JwtErrorCode.TokenExpired, "exp", claims =>
        {
            claims["iat"] = forge.SecondsFromNow(-600);
            claims["exp"] = forge.SecondsFromNow(-60);
        });
        yield return await RejectedAsync("valid in one minute", JwtErrorCode.TokenNotYetValid, "nbf", claims =>
            claims["nbf"] = forge.SecondsFromNow(60));
        yield return await RejectedAsync("issued in the future", JwtErrorCode.TokenIssuedInFuture, "iat", claims =>
            claims["iat"] = forge.SecondsFromNow(60));
        yield return await RejectedAsync("lifetime of one day", JwtErrorCode.TokenLifetimeTooLong, "exp", claims =>
            claims["exp"] = forge.SecondsFromNow(86_400));

        async Task<Scenario> RejectedAsync(string title, JwtErrorCode reason, string member, Action<JsonObject> claims) => new(
            title,
            Scenario.Read("/patients/1001/chart", await forge.SignedByIssuerAsync(claims: claims)),
            Outcome.Rejected(reason, member, TokenForge.Subject));
    }
}
