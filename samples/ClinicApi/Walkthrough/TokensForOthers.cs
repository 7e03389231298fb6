using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>Good signatures on tokens that were made for another service or another purpose, or are not what they should be.</summary>
internal static class TokensForOthers
{
    public static IEnumerable<Scenario> From(TokenForge forge)
    {
        const string Me = TokenForge.Subject;

        yield return Refused("for another audience", JwtErrorCode.AudienceNotAllowed, "aud", Me, forge.Genuine(
            claims: claims => claims["aud"] = "https://billing.clinic.example"));
        yield return Refused("in another issuer's name", JwtErrorCode.IssuerNotAllowed, "iss", Me, forge.Genuine(
            claims: claims => claims["iss"] = "https://issuer.hospital.example"));
        yield return Refused("an ID token (typ JWT)", JwtErrorCode.TokenTypeNotAllowed, "typ", Outcome.Nothing, forge.Genuine(
            header => header["typ"] = "JWT"));
        yield return Refused("no typ at all", JwtErrorCode.TokenTypeMissing, "typ", Outcome.Nothing, forge.Genuine(
            header => header.Remove("typ")));
        yield return Refused("no identifier (jti)", JwtErrorCode.ClaimMissing, "jti", Me, forge.Genuine(
            claims: claims => claims.Remove("jti")));
        yield return Refused("the same claim twice", JwtErrorCode.ClaimDuplicate, null, Outcome.Nothing, forge.GenuineWithMore(
            """
            "sub":"somebody.else"
            """));

        static Scenario Refused(string title, JwtErrorCode reason, string? member, string who, string token) => new(
            title,
            Scenario.Read("/patients/1001/chart", token),
            Outcome.Refused(reason, member, who));
    }
}
