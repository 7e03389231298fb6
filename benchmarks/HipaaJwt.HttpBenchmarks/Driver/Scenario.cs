namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>The requests that a round sends to each endpoint.</summary>
/// <param name="Name">The name in the results.</param>
/// <param name="TokenFile">The file with the tokens, one line each.</param>
/// <param name="Rotates">Whether all tokens are sent in turn, or only the first one.</param>
/// <param name="Proofs">The DPoP proofs, one for each request, which replace the tokens; null for tokens without proofs.</param>
internal sealed record Scenario(string Name, string TokenFile, bool Rotates, ProofFile? Proofs = null)
{
    public const string Repeated = "repeated";
    public const string Rotating = "rotating";
    public const string DPoP = "dpop";
}
