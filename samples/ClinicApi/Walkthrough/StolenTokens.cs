using System.Text.Json.Nodes;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>A token that is bound to its client's key (RFC 9449). Whoever steals it cannot use it.</summary>
internal static class StolenTokens
{
    private const string Chart = "/patients/1001/chart";

    public static IEnumerable<Scenario> From(TokenForge forge, Uri clinic, TimeProvider time)
    {
        const string Me = TokenForge.Subject;
        using var client = new DPoPClient(time);
        using var thief = new DPoPClient(time);
        var chart = new Uri(clinic, Chart);
        var token = forge.Genuine(claims: claims => claims["cnf"] = new JsonObject { ["jkt"] = client.Thumbprint });
        var proof = client.Prove(chart, token);

        yield return new("the client, with a proof", Scenario.ReadWithProof(Chart, token, proof), Outcome.Permitted(Me));
        yield return new(
            "stolen, as a bearer token",
            Scenario.Read(Chart, token),
            Outcome.WithoutProof(Me));
        yield return new(
            "stolen, with a proof of the thief's own",
            Scenario.ReadWithProof(Chart, token, thief.Prove(chart, token)),
            Outcome.WrongSender(JwtErrorCode.ProofKeyMismatch, "jwk", "invalid_token", Me));
        yield return new(
            "stolen together with its proof",
            Scenario.ReadWithProof(Chart, token, proof),
            Outcome.WrongSender(JwtErrorCode.ProofReplayed, "jti", "invalid_dpop_proof", Me));
        yield return new(
            "stolen with a proof for something else",
            Scenario.ReadWithProof(Chart, token, client.Prove(new Uri(clinic, "/patients"), token)),
            Outcome.WrongSender(JwtErrorCode.ProofInvalid, "htu", "invalid_dpop_proof", Me));
    }
}
