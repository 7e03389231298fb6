using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>Tokens that the issuer did not sign. Whatever they claim, the audit trail repeats none of it.</summary>
internal static class ForgedTokens
{
    public static IEnumerable<Scenario> From(TokenForge forge, DemoTokens tokens)
    {
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        yield return Refused("a nurse makes herself a physician", JwtErrorCode.SignatureInvalid, null, TokenForge.WithOtherClaims(
            tokens.Nurse,
            claims => claims.Replace("\"nurse\"", "\"physician\"", StringComparison.Ordinal)));
        yield return Refused("signed with another key", JwtErrorCode.SignatureInvalid, null, forge.Signed(otherKey));
        yield return Refused("signed with a stolen key, since withdrawn", JwtErrorCode.KeyNotFound, "kid", forge.Signed(
            otherKey,
            header => header["kid"] = "clinic-withdrawn"));
        yield return Refused("brings its own key (jwk)", JwtErrorCode.HeaderMemberNotAllowed, "jwk", forge.Signed(
            otherKey,
            header => header["jwk"] = Jwk.Of(otherKey)));
        yield return Refused("alg none, no signature", JwtErrorCode.TokenNotCompact, null, forge.Unsigned(signature: []));
        yield return Refused("alg none, some signature", JwtErrorCode.AlgorithmNotSupported, "alg", forge.Unsigned(signature: [1, 2, 3]));
        yield return Refused("the public key as an HMAC secret", JwtErrorCode.AlgorithmNotAllowed, "alg", forge.SignedWithPublicKeyAsSecret());
        yield return Refused("an extension it calls critical (crit)", JwtErrorCode.CriticalHeaderNotSupported, "crit", forge.Genuine(header =>
        {
            header["crit"] = new JsonArray("emergency");
            header["emergency"] = true;
        }));

        static Scenario Refused(string title, JwtErrorCode reason, string? member, string token) => new(
            title,
            Scenario.Read("/patients/1001/chart", token),
            Outcome.Refused(reason, member));
    }
}
