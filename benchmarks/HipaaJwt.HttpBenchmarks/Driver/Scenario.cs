using System.Text.Json;
using System.Text.Json.Serialization;

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

/// <summary>The requests per second of each endpoint and their ratios to the anonymous endpoint, as medians of the rounds.</summary>
internal sealed record ScenarioResult(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("alg")] string Algorithm,
    [property: JsonPropertyName("anonymous")] double Anonymous,
    [property: JsonPropertyName("jwtbearer")] double JwtBearer,
    [property: JsonPropertyName("hipaajwt")] double HipaaJwt,
    [property: JsonPropertyName("jwtbearer_of_anonymous")] double JwtBearerOfAnonymous,
    [property: JsonPropertyName("hipaajwt_of_anonymous")] double HipaaJwtOfAnonymous,
    [property: JsonPropertyName("hipaajwt_over_jwtbearer")] double HipaaJwtOverJwtBearer,
    [property: JsonPropertyName("driver")] string Driver)
{
    /// <summary>The requests per second with a scheme that does nothing.</summary>
    [JsonPropertyName("idle")]
    public double Idle { get; init; }

    [JsonPropertyName("hipaajwt_over_idle")]
    public double HipaaJwtOverIdle { get; init; }

    /// <summary>The bytes that a request allocates more than with a scheme that does nothing.</summary>
    [JsonPropertyName("bytes_over_idle")]
    public double BytesOverIdle { get; init; }

    /// <summary>The requests per second of HipaaJwt with tokens that need no proof; null if the scenario has no proofs.</summary>
    [JsonPropertyName("hipaajwt_without_proof")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? HipaaJwtWithoutProof { get; init; }

    [JsonPropertyName("hipaajwt_over_without_proof")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? HipaaJwtOverWithoutProof { get; init; }

    /// <param name="scenario">The scenario.</param>
    /// <param name="algorithm">The algorithm of the tokens.</param>
    /// <param name="driver">The name of the load generator.</param>
    /// <param name="rounds">
    /// The rates of JwtBearer, the idle scheme, the anonymous endpoint and HipaaJwt in each round. If the scenario has proofs, the rate
    /// of HipaaJwt without proofs follows.
    /// </param>
    public static ScenarioResult From(Scenario scenario, JwsAlgorithm algorithm, string driver, IReadOnlyList<double[]> rounds) => new(
        scenario.Name,
        algorithm.ToString(),
        Math.Round(LoadRounds.Median(rounds, round => round[2])),
        Math.Round(LoadRounds.Median(rounds, round => round[0])),
        Math.Round(LoadRounds.Median(rounds, round => round[3])),
        Math.Round(LoadRounds.Median(rounds, round => round[0] / round[2]), 3),
        Math.Round(LoadRounds.Median(rounds, round => round[3] / round[2]), 3),
        Math.Round(LoadRounds.Median(rounds, round => round[3] / round[0]), 3),
        driver)
    {
        Idle = Math.Round(LoadRounds.Median(rounds, round => round[1])),
        HipaaJwtOverIdle = Math.Round(LoadRounds.Median(rounds, round => round[3] / round[1]), 3),
        HipaaJwtWithoutProof = scenario.Name == Scenario.DPoP ? Math.Round(LoadRounds.Median(rounds, round => round[4])) : null,
        HipaaJwtOverWithoutProof = scenario.Name == Scenario.DPoP
            ? Math.Round(LoadRounds.Median(rounds, round => round[3] / round[4]), 3)
            : null,
    };

    public string ToJson() => JsonSerializer.Serialize(this);
}
