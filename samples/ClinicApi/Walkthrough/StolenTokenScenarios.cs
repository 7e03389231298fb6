using System.Text.Json.Nodes;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>A token that is bound to the key of its client (RFC 9449). A client that steals it cannot use it.</summary>
internal static class StolenTokenScenarios
{
    private const string Chart = "/patients/1001/chart";

    public static async IAsyncEnumerable<Scenario> From(TokenForge forge, Uri clinic, TimeProvider time)
    {
        const string Subject = TokenForge.Subject;
        using var client = new DPoPClient(time);
        using var attacker = new DPoPClient(time);
        var chart = new Uri(clinic, Chart);
        var token = await forge.SignedByIssuerAsync(claims: claims => claims["cnf"] = new JsonObject { ["jkt"] = client.Thumbprint });
        var proof = client.CreateProof(chart, token);

        yield return new("client sends the token with a proof", Scenario.ReadWithProof(Chart, token, proof), Outcome.Granted(Subject));
        yield return new(
            "stolen, sent as a bearer token",
            Scenario.Read(Chart, token),
            Outcome.ProofMissing(Subject));
        yield return new(
            "stolen, with a proof of another key",
            Scenario.ReadWithProof(Chart, token, attacker.CreateProof(chart, token)),
            Outcome.ProofRejected(JwtErrorCode.ProofKeyMismatch, "jwk", "invalid_token", Subject));
        yield return new(
            "stolen, with a used proof",
            Scenario.ReadWithProof(Chart, token, proof),
            Outcome.ProofRejected(JwtErrorCode.ProofReplayed, "jti", "invalid_dpop_proof", Subject));
        yield return new(
            "stolen, with a proof for another resource",
            Scenario.ReadWithProof(Chart, token, client.CreateProof(new Uri(clinic, "/patients"), token)),
            Outcome.ProofRejected(JwtErrorCode.ProofInvalid, "htu", "invalid_dpop_proof", Subject));
    }
}
