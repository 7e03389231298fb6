using System.Globalization;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>Measures the processor time and the allocated bytes that the server takes for each request of a load.</summary>
internal sealed class CostMeter(ILoadGenerator generator, Uri costs) : ILoadGenerator, IDisposable
{
    private readonly HttpClient _client = new();
    private readonly List<(Uri Endpoint, Cost Cost)> _costs = [];

    public string Name => generator.Name;

    public async Task<double> RunAsync(Uri endpoint, Scenario scenario, TimeSpan duration)
    {
        var before = await ReadAsync();
        var rate = await generator.RunAsync(endpoint, scenario, duration);
        var after = await ReadAsync();
        var requests = rate * duration.TotalSeconds;
        _costs.Add((endpoint, new Cost((after.Microseconds - before.Microseconds) / requests, (after.Bytes - before.Bytes) / requests)));
        return rate;
    }

    /// <summary>
    /// Returns the costs of each request, by round and in the order of the endpoints' addresses of the first round, and forgets them.
    /// </summary>
    /// <param name="rounds">The number of rounds after the warm-up.</param>
    public List<Cost[]> TakeRounds(int rounds)
    {
        var endpoints = _costs.Select(cost => cost.Endpoint).Distinct().ToArray();
        var costs = endpoints
            .Select(endpoint => _costs.Where(cost => cost.Endpoint == endpoint).Skip(LoadRounds.WarmUp).ToArray())
            .ToArray();
        _costs.Clear();
        return [.. Enumerable.Range(0, rounds).Select(round => costs.Select(cost => cost[round].Cost).ToArray())];
    }

    public void Dispose() => _client.Dispose();

    private async Task<Cost> ReadAsync() =>
        (await _client.GetStringAsync(costs)).Split(' ') is [var time, var bytes]
            ? new Cost(double.Parse(time, CultureInfo.InvariantCulture), double.Parse(bytes, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException("The server did not tell its costs.");

    /// <param name="Microseconds">The time of the processor.</param>
    /// <param name="Bytes">The allocated bytes.</param>
    internal sealed record Cost(double Microseconds, double Bytes);
}
