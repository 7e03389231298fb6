using HipaaJwt.Benchmarks.Web;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>
/// Measures the time from the start of a process to the first response with 200 of a protected endpoint, and its resident memory after
/// 1,500 of them, both over those of JwtBearer. The processes take turns. The requests come from this process.
/// </summary>
internal static class StartMeasurement
{
    private const int Rounds = 11;
    private const int Requests = 1_500;

    /// <summary>Measures with the JIT.</summary>
    public static Task<IReadOnlyList<GateResult>> RunAsync() => RunAsync(
        "start", (scheme, key) => ChildProcess.StartAsync([StartCommand.Name, scheme, key.X, key.Y]));

    /// <summary>Measures services.</summary>
    /// <param name="name">The name of the results.</param>
    /// <param name="startAsync">Starts the service with a scheme that trusts a key.</param>
    public static async Task<IReadOnlyList<GateResult>> RunAsync(string name, Func<string, PublicPoint, Task<ChildProcess>> startAsync)
    {
        using var key = SigningKey.Create(JwsAlgorithm.ES256);
        var token = SignedToken.Create(key, AccessToken.Claims()).Text;
        var point = PublicPoint.Of(key);
        var rounds = new List<(Start Ours, Start Microsoft)>();
        await MeasureAsync(ProtectedService.Ours);
        await MeasureAsync(ProtectedService.Microsoft);
        for (var round = 0; round < Rounds; round++)
        {
            var first = await MeasureAsync(round % 2 == 0 ? ProtectedService.Ours : ProtectedService.Microsoft);
            var second = await MeasureAsync(round % 2 == 0 ? ProtectedService.Microsoft : ProtectedService.Ours);
            rounds.Add(round % 2 == 0 ? (first, second) : (second, first));
        }

        return
        [
            new GateResult(name, null, Median(rounds, round => round.Ours.Nanoseconds), 0)
            {
                VersusBaseline = Median(rounds, round => round.Ours.Nanoseconds / round.Microsoft.Nanoseconds),
            },
            new GateResult($"{name}-memory", null, 0, Median(rounds, round => round.Ours.Bytes))
            {
                VersusBaseline = Median(rounds, round => round.Ours.Bytes / round.Microsoft.Bytes),
            },
        ];

        Task<Start> MeasureAsync(string scheme) => StartMeasurement.MeasureAsync(scheme, () => startAsync(scheme, point), token);
    }

    private static double Median(IEnumerable<(Start Ours, Start Microsoft)> rounds, Func<(Start Ours, Start Microsoft), double> figure) =>
        rounds.Select(figure).Order().ElementAt(Rounds / 2);

    private static async Task<Start> MeasureAsync(string scheme, Func<Task<ChildProcess>> startAsync, string token)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
        var began = TimeProvider.System.GetTimestamp();
        using var service = await startAsync();
        var address = new Uri(service.Address, ProtectedService.Path);
        await SendAsync(client, address);
        var time = TimeProvider.System.GetElapsedTime(began);
        for (var request = 1; request < Requests; request++)
        {
            await SendAsync(client, address);
        }

        var bytes = service.ResidentBytes;
        return service.Stop() == 0
            ? new Start(time.TotalNanoseconds, bytes)
            : throw new InvalidOperationException($"The service with {scheme} loaded the assemblies of the other scheme.");
    }

    private static async Task SendAsync(HttpClient client, Uri address)
    {
        using var response = await client.GetAsync(address);
        response.EnsureSuccessStatusCode();
    }

    private sealed record Start(double Nanoseconds, double Bytes);
}
