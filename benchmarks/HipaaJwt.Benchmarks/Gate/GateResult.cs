using System.Text.Json;
using System.Text.Json.Serialization;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>One result of the gate.</summary>
/// <param name="Name">The name of the measurement.</param>
/// <param name="Algorithm">The algorithm; null if it does not matter.</param>
/// <param name="Nanoseconds">The median time of one call.</param>
/// <param name="Bytes">The allocation of one call. For a new token, the allocation of the platform's verification is subtracted.</param>
/// <param name="VersusRaw">The time divided by that of raw cryptography.</param>
/// <param name="VersusMicrosoft">The time of Microsoft's handler divided by the time.</param>
/// <param name="TotalVersusRaw">Like <paramref name="VersusRaw"/>, for the total times.</param>
internal sealed record GateResult(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("alg")] string? Algorithm,
    [property: JsonPropertyName("ns")] double Nanoseconds,
    [property: JsonPropertyName("bytes")] double Bytes,
    [property: JsonPropertyName("vs_raw")] double? VersusRaw = null,
    [property: JsonPropertyName("vs_microsoft")] double? VersusMicrosoft = null,
    [property: JsonIgnore] double? TotalVersusRaw = null)
{
    /// <summary>The time divided by that of the same operation with one trusted issuer, or without revocation.</summary>
    [JsonPropertyName("vs_baseline")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? VersusBaseline { get; init; }

    /// <summary>The share of the tokens that the cache found, from 0 to 1.</summary>
    [JsonPropertyName("found")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Found { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this with
    {
        Nanoseconds = Math.Round(Nanoseconds, 2),
        Bytes = Math.Round(Bytes, 2),
        VersusRaw = Round(VersusRaw),
        VersusMicrosoft = Round(VersusMicrosoft),
        VersusBaseline = Round(VersusBaseline),
    });

    private static double? Round(double? ratio) => ratio is { } value ? Math.Round(value, 3) : null;
}
