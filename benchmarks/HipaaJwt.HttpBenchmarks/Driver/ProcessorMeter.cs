using System.Globalization;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>Measures the processor time that the server takes for each request of a load.</summary>
internal sealed class ProcessorMeter(ILoadGenerator generator, Uri processorTime) : ILoadGenerator, IDisposable
{
    private readonly HttpClient _client = new();
    private readonly List<(Uri Endpoint, double Microseconds)> _costs = [];

    public string Name => generator.Name;

    public async Task<double> RunAsync(Uri endpoint, Scenario scenario, TimeSpan duration)
    {
        var before = await ReadAsync();
        var rate = await generator.RunAsync(endpoint, scenario, duration);
        _costs.Add((endpoint, (await ReadAsync() - before) / (rate * duration.TotalSeconds)));
        return rate;
    }

    /// <summary>The microseconds for each request, by round and in the order of the endpoints' addresses of the first round.</summary>
    /// <param name="rounds">The number of rounds after the warm-up.</param>
    public List<double[]> ReadRounds(int rounds)
    {
        var endpoints = _costs.Select(cost => cost.Endpoint).Distinct().ToArray();
        var costs = endpoints.Select(endpoint => _costs.Where(cost => cost.Endpoint == endpoint).Skip(1).ToArray()).ToArray();
        return [.. Enumerable.Range(0, rounds).Select(round => costs.Select(cost => cost[round].Microseconds).ToArray())];
    }

    public void Dispose() => _client.Dispose();

    private async Task<double> ReadAsync() =>
        double.Parse(await _client.GetStringAsync(processorTime), CultureInfo.InvariantCulture);
}
