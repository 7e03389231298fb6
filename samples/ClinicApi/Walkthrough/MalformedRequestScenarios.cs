using HipaaJwt;
using static ClinicApi.Walkthrough.Scenario;

namespace ClinicApi.Walkthrough;

/// <summary>Requests without a token, or with a token in another place or form than the Authorization header requires.</summary>
internal static class MalformedRequestScenarios
{
    private const string Chart = "/patients/1001/chart";

    public static IEnumerable<Scenario> With(DemoTokens tokens) =>
    [
        new("no token", Read(Chart), Outcome.TokenMissing()),
        new("token in the query", Read($"{Chart}?access_token={tokens.Physician}"), Outcome.BadRequest(JwtErrorCode.TokenInQuery)),
        new(
            "two tokens in one header",
            Read(Chart, $"{tokens.Nurse}, Bearer {tokens.Physician}"),
            Outcome.BadRequest(JwtErrorCode.AuthorizationHeaderInvalid)),
        new("text that is not a token", Read(Chart, "not-a-token"), Outcome.Rejected(JwtErrorCode.TokenNotCompact)),
        new("token with a padding character", Read(Chart, $"{tokens.Physician}="), Outcome.Rejected(JwtErrorCode.TokenEncodingInvalid)),
        new("token of 17 KiB", Read(Chart, new string('e', 17 * 1024)), Outcome.Rejected(JwtErrorCode.TokenTooLarge)),
    ];
}
