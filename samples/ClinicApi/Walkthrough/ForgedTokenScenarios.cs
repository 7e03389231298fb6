using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>Forged tokens and tokens with forbidden headers. Their audit events contain none of their claims.</summary>
internal static class ForgedTokenScenarios
{
    public static async IAsyncEnumerable<Scenario> From(TokenForge forge, DemoTokens tokens)
    {
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        yield return Rejected("role changed from nurse to physician", JwtErrorCode.SignatureInvalid, null, TokenForge.ReplaceClaims(
            tokens.Nurse,
            claims => claims.Replace("\"nurse\"", "\"physician\"", StringComparison.Ordinal)));
        yield return Rejected("signed with another key", JwtErrorCode.SignatureInvalid, null, forge.SignedWith(otherKey));
        yield return Rejected("signed with an unknown key ID", JwtErrorCode.KeyNotFound, "kid", forge.SignedWith(
            otherKey,
            header => header["kid"] = "clinic-unknown"));
        yield return Rejected("contains its own key (jwk)", JwtErrorCode.HeaderMemberNotAllowed, "jwk", forge.SignedWith(
            otherKey,
            header => header["jwk"] = Jwk.Of(otherKey)));
        yield return Rejected("alg none without a signature", JwtErrorCode.TokenNotCompact, null, forge.Unsigned(signature: []));
        yield return Rejected("alg none with a signature", JwtErrorCode.AlgorithmNotSupported, "alg", forge.Unsigned(signature: [1, 2, 3]));
        yield return Rejected(
            "HMAC with the public key as the secret",
            JwtErrorCode.AlgorithmNotAllowed,
            "alg",
            forge.SignedWithPublicKeyAsSecret());
        var critical = await forge.SignedByIssuerAsync(header =>
        {
            header["crit"] = new JsonArray("emergency");
            header["emergency"] = true;
        });
        yield return Rejected("critical extension (crit)", JwtErrorCode.CriticalHeaderNotSupported, "crit", critical);

        static Scenario Rejected(string title, JwtErrorCode reason, string? member, string token) => new(
            title,
            Scenario.Read("/patients/1001/chart", token),
            Outcome.Rejected(reason, member));
    }
}
