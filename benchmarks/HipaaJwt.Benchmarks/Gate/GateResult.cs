using System.Text.Json;
using System.Text.Json.Serialization;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>One line of the gate.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Algorithm">The algorithm, where it matters.</param>
/// <param name="Nanoseconds">The median time of one call.</param>
/// <param name="Bytes">What one call allocates; at the first sight of a token, beyond what the platform's verification does.</param>
/// <param name="VersusRaw">How many times as long as raw cryptography it takes.</param>
/// <param name="VersusMicrosoft">How many times faster than Microsoft's handler it is.</param>
/// <param name="TotalVersusRaw">As <paramref name="VersusRaw"/>, over all the time together.</param>
internal sealed record GateResult(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("alg")] string? Algorithm,
    [property: JsonPropertyName("ns")] double Nanoseconds,
    [property: JsonPropertyName("bytes")] double Bytes,
    [property: JsonPropertyName("vs_raw")] double? VersusRaw = null,
    [property: JsonPropertyName("vs_microsoft")] double? VersusMicrosoft = null,
    [property: JsonIgnore] double? TotalVersusRaw = null)
{
    public string ToJson() => JsonSerializer.Serialize(this with
    {
        Nanoseconds = Math.Round(Nanoseconds, 2),
        Bytes = Math.Round(Bytes, 2),
        VersusRaw = Round(VersusRaw),
        VersusMicrosoft = Round(VersusMicrosoft),
    });

    private static double? Round(double? ratio) => ratio is { } value ? Math.Round(value, 3) : null;
}
