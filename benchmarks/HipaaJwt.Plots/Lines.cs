using System.Text.Json.Serialization;

namespace HipaaJwt.Plots;

/// <summary>A result of the gate.</summary>
internal sealed record GateLine(
    string Name,
    [property: JsonPropertyName("alg")] string? Algorithm,
    [property: JsonPropertyName("ns")] double Nanoseconds,
    double Bytes,
    [property: JsonPropertyName("vs_raw")] double? VersusRaw,
    [property: JsonPropertyName("vs_microsoft")] double? VersusMicrosoft,
    [property: JsonPropertyName("vs_baseline")] double? VersusBaseline,
    double? Found);

/// <summary>A result of BenchmarkDotNet.</summary>
internal sealed record MicroLine(
    string Name,
    string Contender,
    [property: JsonPropertyName("alg")] string? Algorithm,
    [property: JsonPropertyName("param")] string? Parameter,
    [property: JsonPropertyName("ns")] double Nanoseconds,
    long? Bytes);

/// <summary>A result of the HTTP benchmark, in requests per second.</summary>
internal sealed record HttpLine(
    string Name,
    [property: JsonPropertyName("alg")] string Algorithm,
    double Anonymous,
    double Idle,
    double JwtBearer,
    double HipaaJwt,
    [property: JsonPropertyName("jwtbearer_of_anonymous")] double JwtBearerOfAnonymous,
    [property: JsonPropertyName("hipaajwt_of_anonymous")] double HipaaJwtOfAnonymous,
    [property: JsonPropertyName("hipaajwt_over_jwtbearer")] double HipaaJwtOverJwtBearer,
    [property: JsonPropertyName("hipaajwt_over_idle")] double HipaaJwtOverIdle,
    [property: JsonPropertyName("bytes_over_idle")] double BytesOverIdle,
    [property: JsonPropertyName("unaudited_over_idle")] double? UnauditedOverIdle,
    string Driver);
