using System.Buffers.Text;
using System.Security.Cryptography;
using HipaaJwt.Benchmarks.Web;
using HipaaJwt.Benchmarks.Workload;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>
/// Measures the time from the start of a process to the first response with 200 of a protected endpoint, and its resident memory after
/// 1,500 of them, both over those of JwtBearer. The processes take turns. The requests come from this process.
/// </summary>
internal static class StartMeasurement
{
    private const int Rounds = 11;
    private const int Requests = 1_500;

    public static async Task<IReadOnlyList<GateResult>> RunAsync()
    {
        using var key = SigningKey.Create(JwsAlgorithm.ES256);
        var token = SignedToken.Create(key, AccessToken.Claims()).Text;
        var point = ((ECDsaSecurityKey)key.SecurityKey).ECDsa.ExportParameters(includePrivateParameters: false).Q;
        var rounds = new List<(Start Ours, Start Microsoft)>();
        await MeasureAsync(ProtectedService.Ours, point, token);
        await MeasureAsync(ProtectedService.Microsoft, point, token);
        for (var round = 0; round < Rounds; round++)
        {
            var first = await MeasureAsync(round % 2 == 0 ? ProtectedService.Ours : ProtectedService.Microsoft, point, token);
            var second = await MeasureAsync(round % 2 == 0 ? ProtectedService.Microsoft : ProtectedService.Ours, point, token);
            rounds.Add(round % 2 == 0 ? (first, second) : (second, first));
        }

        return
        [
            new GateResult("start", null, Median(rounds, round => round.Ours.Nanoseconds), 0)
            {
                VersusBaseline = Median(rounds, round => round.Ours.Nanoseconds / round.Microsoft.Nanoseconds),
            },
            new GateResult("start-memory", null, 0, Median(rounds, round => round.Ours.Bytes))
            {
                VersusBaseline = Median(rounds, round => round.Ours.Bytes / round.Microsoft.Bytes),
            },
        ];
    }

    private static double Median(IEnumerable<(Start Ours, Start Microsoft)> rounds, Func<(Start Ours, Start Microsoft), double> figure) =>
        rounds.Select(figure).Order().ElementAt(Rounds / 2);

    private static async Task<Start> MeasureAsync(string scheme, ECPoint key, string token)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
        var began = TimeProvider.System.GetTimestamp();
        using var service = await ChildProcess.StartAsync(
            [StartCommand.Name, scheme, Base64Url.EncodeToString(key.X), Base64Url.EncodeToString(key.Y)]);
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
