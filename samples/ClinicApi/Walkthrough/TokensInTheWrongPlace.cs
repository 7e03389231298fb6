using HipaaJwt;
using static ClinicApi.Walkthrough.Scenario;

namespace ClinicApi.Walkthrough;

/// <summary>Requests without a token, with one where it does not belong, or with something that is none.</summary>
internal static class TokensInTheWrongPlace
{
    private const string Chart = "/patients/1001/chart";

    public static IEnumerable<Scenario> With(DemoTokens tokens) =>
    [
        new("no token", Read(Chart), Outcome.Unidentified()),
        new("a token in the query", Read($"{Chart}?access_token={tokens.Physician}"), Outcome.Misplaced(JwtErrorCode.TokenInQuery)),
        new("two tokens in one header", Read(Chart, $"{tokens.Nurse}, Bearer {tokens.Physician}"), Outcome.Misplaced(JwtErrorCode.AuthorizationHeaderInvalid)),
        new("something that is no token", Read(Chart, "not-a-token"), Outcome.Refused(JwtErrorCode.TokenNotCompact)),
        new("a token in another alphabet", Read(Chart, $"{tokens.Physician}="), Outcome.Refused(JwtErrorCode.TokenEncodingInvalid)),
        new("a token of 17 KiB", Read(Chart, new string('e', 17 * 1024)), Outcome.Refused(JwtErrorCode.TokenTooLarge)),
    ];
}
