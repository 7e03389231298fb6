using System.Text.Json;
using System.Text.Json.Serialization;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>The requests per second of each endpoint and their ratios, as medians of the rounds.</summary>
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

    /// <summary>The requests per second without audit events; null if the scenario has proofs.</summary>
    [JsonPropertyName("unaudited")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Unaudited { get; init; }

    [JsonPropertyName("unaudited_over_idle")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? UnauditedOverIdle { get; init; }

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
    /// <param name="rounds">The figures. If the scenario has proofs, those of HipaaJwt are those with proofs.</param>
    public static ScenarioResult From(Scenario scenario, JwsAlgorithm algorithm, string driver, ScenarioRounds rounds)
    {
        var (withProofs, withoutAuditing) = (rounds.Has(Target.WithProofs), rounds.Has(Target.WithoutAuditing));
        var ours = withProofs ? Target.WithProofs : Target.HipaaJwt;
        return new ScenarioResult(
            scenario.Name,
            algorithm.ToString(),
            Math.Round(rounds.Rate(Target.Anonymous)),
            Math.Round(rounds.Rate(Target.JwtBearer)),
            Math.Round(rounds.Rate(ours)),
            Math.Round(rounds.Ratio(Target.JwtBearer, Target.Anonymous), 3),
            Math.Round(rounds.Ratio(ours, Target.Anonymous), 3),
            Math.Round(rounds.Ratio(ours, Target.JwtBearer), 3),
            driver)
        {
            Idle = Math.Round(rounds.Rate(Target.Idle)),
            HipaaJwtOverIdle = Math.Round(rounds.Ratio(ours, Target.Idle), 3),
            BytesOverIdle = Math.Round(rounds.BytesOver(ours, Target.Idle)),
            Unaudited = withoutAuditing ? Math.Round(rounds.Rate(Target.WithoutAuditing)) : null,
            UnauditedOverIdle = withoutAuditing ? Math.Round(rounds.Ratio(Target.WithoutAuditing, Target.Idle), 3) : null,
            HipaaJwtWithoutProof = withProofs ? Math.Round(rounds.Rate(Target.HipaaJwt)) : null,
            HipaaJwtOverWithoutProof = withProofs ? Math.Round(rounds.Ratio(Target.WithProofs, Target.HipaaJwt), 3) : null,
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this);
}
