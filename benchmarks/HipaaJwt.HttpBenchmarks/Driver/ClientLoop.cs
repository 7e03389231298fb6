using System.Net.Http.Headers;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>Generates load with HttpClient on machines without wrk. It uses more of the processor, so its ratios are smaller.</summary>
internal sealed class ClientLoop : ILoadGenerator
{
    public string Name => "HttpClient";

    public async Task<double> RunAsync(Uri endpoint, Scenario scenario, TimeSpan duration)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = HttpLoad.Connections });
        var tokens = await File.ReadAllLinesAsync(scenario.TokenFile);
        var headers = Array.ConvertAll(scenario.Rotates ? tokens : tokens[..1], token => new AuthenticationHeaderValue("Bearer", token));
        var next = -1;
        var start = TimeProvider.System.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, HttpLoad.Connections).Select(_ => SendAsync()));
        return counts.Sum() / TimeProvider.System.GetElapsedTime(start).TotalSeconds;

        async Task<long> SendAsync()
        {
            var count = 0L;
            for (; TimeProvider.System.GetElapsedTime(start) < duration; count++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, endpoint);
                request.Headers.Authorization = headers[(uint)Interlocked.Increment(ref next) % (uint)headers.Length];
                using var response = await client.SendAsync(request);
                if (!response.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException($"{endpoint} responded {response.StatusCode}.");
                }
            }

            return count;
        }
    }
}
