using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using HipaaJwt.Benchmarks.Web;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>
/// Measures the time from the start of a process to the moment at which it has accepted a token of each of its 200 issuers. It fetches
/// their metadata and keys over https, from another process on this machine. Requests start when the service listens.
/// </summary>
internal static class IssuersStartMeasurement
{
    private const int Rounds = 3;
    private const int Concurrency = 16;

    /// <summary>Enough for a fetch that fails after 5 seconds, and for its retry 10 seconds later.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task<GateResult> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hipaajwt-issuers-");
        try
        {
            using var issuers = await ChildProcess.StartAsync([IssuersCommand.Name, folder.FullName]);
            var certificate = Path.Combine(folder.FullName, IssuersCommand.Certificate);
            var tokens = await File.ReadAllLinesAsync(Path.Combine(folder.FullName, IssuersCommand.Tokens));
            var times = new List<double>();
            await MeasureAsync(issuers, certificate, tokens);
            for (var round = 0; round < Rounds; round++)
            {
                times.Add((await MeasureAsync(issuers, certificate, tokens)).TotalNanoseconds);
            }

            return new GateResult("start-issuers", null, times.Order().ElementAt(Rounds / 2), 0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<TimeSpan> MeasureAsync(ChildProcess issuers, string certificate, string[] tokens)
    {
        var before = issuers.ProcessorTime;
        var began = TimeProvider.System.GetTimestamp();
        using var service = await ChildProcess.StartAsync([TrustingServiceCommand.Name, issuers.Address.AbsoluteUri], certificate);
        var listening = TimeProvider.System.GetElapsedTime(began);
        var repeated = await SendAllAsync(new Uri(service.Address, ProtectedService.Path), tokens);
        var time = TimeProvider.System.GetElapsedTime(began);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{"",-24} listened after {listening.TotalMilliseconds:F0} ms, accepted all after {time.TotalMilliseconds:F0} ms, "
            + $"{repeated} requests repeated; processor time of the service {service.ProcessorTime.TotalMilliseconds:F0} ms, "
            + $"of the issuers {(issuers.ProcessorTime - before).TotalMilliseconds:F0} ms"));
        return time;
    }

    /// <summary>Sends each token until it is accepted.</summary>
    /// <returns>The number of requests that had to be repeated because keys were missing.</returns>
    private static async Task<int> SendAllAsync(Uri endpoint, string[] tokens)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Concurrency });
        using var timeout = new CancellationTokenSource(Timeout);
        var waiting = new ConcurrentQueue<string>(tokens);
        var repeated = await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => SendAsync()));
        return repeated.Sum();

        async Task<int> SendAsync()
        {
            var count = 0;
            while (waiting.TryDequeue(out var token))
            {
                for (; await StatusOfAsync(client, endpoint, token, timeout.Token) != HttpStatusCode.OK; count++)
                {
                    await Task.Delay(Pause, timeout.Token);
                }
            }

            return count;
        }
    }

    private static async Task<HttpStatusCode> StatusOfAsync(HttpClient client, Uri endpoint, string token, CancellationToken timeout)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint) { Headers = { Authorization = new("Bearer", token) } };
        using var response = await client.SendAsync(request, timeout);
        return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable
            ? response.StatusCode
            : throw new InvalidOperationException($"The service responded {response.StatusCode}, so its time is meaningless.");
    }
}
