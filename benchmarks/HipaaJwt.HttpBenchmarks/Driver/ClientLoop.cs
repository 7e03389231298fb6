using System.Net.Http.Headers;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>Generates load with HttpClient on machines without wrk. It uses more of the processor, so its ratios are smaller.</summary>
internal sealed class ClientLoop : ILoadGenerator
{
    public string Name => "HttpClient";

    public async Task<double> RunAsync(Uri endpoint, Scenario scenario, TimeSpan duration)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = HttpLoad.Connections });
        using var requests = RequestsOf(scenario).GetEnumerator();
        var takeTurns = new Lock();
        var start = TimeProvider.System.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, HttpLoad.Connections).Select(_ => SendAsync()));
        return counts.Sum() / TimeProvider.System.GetElapsedTime(start).TotalSeconds;

        async Task<long> SendAsync()
        {
            var count = 0L;
            for (; TimeProvider.System.GetElapsedTime(start) < duration; count++)
            {
                using var request = NextRequest();
                request.RequestUri = endpoint;
                using var response = await client.SendAsync(request);
                if (!response.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException($"{endpoint} responded {response.StatusCode}.");
                }
            }

            return count;
        }

        HttpRequestMessage NextRequest()
        {
            lock (takeTurns)
            {
                return requests.MoveNext()
                    ? requests.Current
                    : throw new InvalidOperationException("The proofs ran out before the end of the round.");
            }
        }
    }

    private static IEnumerable<HttpRequestMessage> RequestsOf(Scenario scenario) =>
        scenario.Proofs is { } proofs ? RequestsWith(proofs) : RequestsWith(scenario.TokenFile, scenario.Rotates);

    private static IEnumerable<HttpRequestMessage> RequestsWith(ProofFile proofs) =>
        from line in File.ReadLines(proofs.Path)
        let columns = line.Split('\t')
        select new HttpRequestMessage { Headers = { { "Authorization", "DPoP " + columns[0] }, { "DPoP", columns[1] } } };

    private static IEnumerable<HttpRequestMessage> RequestsWith(string tokenFile, bool rotates)
    {
        var tokens = File.ReadAllLines(tokenFile);
        var headers = Array.ConvertAll(rotates ? tokens : tokens[..1], token => new AuthenticationHeaderValue("Bearer", token));
        for (var next = 0; ; next = (next + 1) % headers.Length)
        {
            yield return new HttpRequestMessage { Headers = { Authorization = headers[next] } };
        }
    }
}
