using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Web;

/// <summary>
/// Starts a service and sends it requests with a token. Writes the status of the first response when it arrives, and the resident memory
/// after the last.
/// </summary>
internal static class StartCommand
{
    public const string Name = "start-service";

    private const int Requests = 1_500;

    public static async Task<int> RunAsync(string scheme)
    {
        using var key = SigningKey.Create(JwsAlgorithm.ES256);
        await using var app = ProtectedService.Build(scheme, key);
        await app.StartAsync();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", SignedToken.Create(key, AccessToken.Claims()).Text);
        var address = new Uri(app.Urls.First() + ProtectedService.Path);
        using (var first = await client.GetAsync(address))
        {
            Console.WriteLine((int)first.StatusCode);
        }

        for (var request = 1; request < Requests; request++)
        {
            using var response = await client.GetAsync(address);
            response.EnsureSuccessStatusCode();
        }

        Console.WriteLine(Environment.WorkingSet);
        return 0;
    }
}
