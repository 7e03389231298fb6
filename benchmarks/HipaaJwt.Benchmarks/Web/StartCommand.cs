using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Web;

/// <summary>Starts a service, sends it one request with a token, and writes the status of the response and the resident memory.</summary>
internal static class StartCommand
{
    public const string Name = "start-service";

    public static async Task<int> RunAsync(string scheme)
    {
        using var key = SigningKey.Create(JwsAlgorithm.ES256);
        await using var app = ProtectedService.Build(scheme, key);
        await app.StartAsync();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", SignedToken.Create(key, AccessToken.Claims()).Text);
        using var response = await client.GetAsync(new Uri(app.Urls.First() + ProtectedService.Path));
        Console.WriteLine($"{(int)response.StatusCode} {Environment.WorkingSet}");
        return response.IsSuccessStatusCode ? 0 : 1;
    }
}
