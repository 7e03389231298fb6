using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Reports;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>One result of BenchmarkDotNet, in the format that the plots and tables read.</summary>
internal sealed record MicroResult(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("contender")] string Contender,
    [property: JsonPropertyName("alg")] string? Algorithm,
    [property: JsonPropertyName("param")] string? Parameter,
    [property: JsonPropertyName("ns")] double Nanoseconds,
    [property: JsonPropertyName("bytes")] long? Bytes)
{
    private const string AlgorithmParameter = "Algorithm";
    private const string NameSuffix = "Benchmarks";

    public static IEnumerable<MicroResult> From(Summary summary) =>
        summary.Reports.Where(report => report.ResultStatistics is not null).Select(From);

    public static MicroResult FromJson(string json) => JsonSerializer.Deserialize<MicroResult>(json)!;

    public static IEnumerable<MicroResult> Fastest(IEnumerable<MicroResult> results) => results
        .GroupBy(result => (result.Name, result.Contender, result.Algorithm, result.Parameter))
        .Select(same => same.MinBy(result => result.Nanoseconds)!);

    public string ToJson() => JsonSerializer.Serialize(this);

    private static MicroResult From(BenchmarkReport report)
    {
        var parameters = report.BenchmarkCase.Parameters.Items;
        var descriptor = report.BenchmarkCase.Descriptor;
        var others = string.Join(
            ' ',
            parameters.Where(parameter => parameter.Name != AlgorithmParameter).Select(parameter => parameter.Value));
        return new MicroResult(
            descriptor.Type.Name.Replace(NameSuffix, string.Empty, StringComparison.Ordinal),
            descriptor.WorkloadMethod.Name,
            parameters.FirstOrDefault(parameter => parameter.Name == AlgorithmParameter)?.Value.ToString(),
            others.Length > 0 ? others : null,
            Math.Round(report.ResultStatistics!.Median, 2),
            report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase));
    }
}
