using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Web;

/// <summary>
/// Starts a service that trusts all issuers of <see cref="IssuersCommand"/> by the addresses of their metadata, and writes its address to
/// standard output. It listens until standard input is closed.
/// </summary>
internal static class TrustingServiceCommand
{
    public const string Name = "start-trusting-service";

    public static async Task<int> RunAsync(Uri issuers)
    {
        await using var app = ProtectedService.BuildTrusting(
            Enumerable.Range(0, IssuersCommand.Count).Select(number => Trust(issuers, number)));
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static TrustedIssuer Trust(Uri issuers, int number) => new()
    {
        Authority = IssuersCommand.IssuerOf(issuers, number),
        Audiences = { AccessToken.Audience },
        Algorithms = { IssuersCommand.AlgorithmOf(number) },
    };
}
