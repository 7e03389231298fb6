using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>Tokens with a valid signature and claims or headers that are not accepted.</summary>
internal static class ClaimScenarios
{
    public static async IAsyncEnumerable<Scenario> From(TokenForge forge)
    {
        const string Subject = TokenForge.Subject;

        yield return Rejected("another audience (aud)", JwtErrorCode.AudienceNotAllowed, "aud", Subject, await forge.SignedByIssuerAsync(
            claims: claims => claims["aud"] = "https://billing.clinic.example"));
        yield return Rejected("another issuer (iss)", JwtErrorCode.IssuerNotAllowed, "iss", Subject, await forge.SignedByIssuerAsync(
            claims: claims => claims["iss"] = "https://issuer.hospital.example"));
        yield return Rejected("ID token (typ JWT)", JwtErrorCode.TokenTypeNotAllowed, "typ", Outcome.None, await forge.SignedByIssuerAsync(
            header => header["typ"] = "JWT"));
        yield return Rejected("no token type (typ)", JwtErrorCode.TokenTypeMissing, "typ", Outcome.None, await forge.SignedByIssuerAsync(
            header => header.Remove("typ")));
        yield return Rejected("no token ID (jti)", JwtErrorCode.ClaimMissing, "jti", Subject, await forge.SignedByIssuerAsync(
            claims: claims => claims.Remove("jti")));
        yield return Rejected("duplicate claim", JwtErrorCode.ClaimDuplicate, null, Outcome.None, await forge.SignedByIssuerWithAsync(
            """
            "sub":"somebody.else"
            """));

        static Scenario Rejected(string title, JwtErrorCode reason, string? member, string who, string token) => new(
            title,
            Scenario.Read("/patients/1001/chart", token),
            Outcome.Rejected(reason, member, who));
    }
}
