using System.Globalization;
using HipaaJwt.HttpBenchmarks.Server;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>Generates load for each endpoint in several rounds, and prints the rates and their ratios to the anonymous endpoint.</summary>
internal static class LoadCommand
{
    private static readonly JwsAlgorithm[] Algorithms = [JwsAlgorithm.RS256, JwsAlgorithm.ES256];

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (LoadOptions.Parse(arguments) is not { } options)
        {
            await Console.Error.WriteLineAsync(LoadOptions.Usage);
            return 2;
        }

        ILoadGenerator generator = (ILoadGenerator?)Wrk.Find() ?? new ClientLoop();
        var folder = Directory.CreateTempSubdirectory("hipaajwt-http-");
        var results = new List<ScenarioResult>();
        Console.WriteLine(
            $"{"",-10} {"alg",-6} {"anonymous",10} {"idle",10} {"JwtBearer",10} {"",7} {"HipaaJwt",10} {"",7} "
            + $"{"/ JwtBearer",12} {"/ idle",7} {"bytes over idle",16}");
        try
        {
            foreach (var algorithm in Algorithms)
            {
                results.AddRange(await MeasureAsync(algorithm, Path.Combine(folder.FullName, "tokens"), generator, options));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        if (options.JsonPath is not null)
        {
            await File.WriteAllLinesAsync(options.JsonPath, results.Select(result => result.ToJson()));
        }

        return 0;
    }

    private static async Task<List<ScenarioResult>> MeasureAsync(
        JwsAlgorithm algorithm, string tokenFile, ILoadGenerator generator, LoadOptions options)
    {
        using var server = await ServerProcess.StartAsync("serve", algorithm.ToString(), tokenFile);
        var results = new List<ScenarioResult>();
        var requests = 0d;
        using var meter = new CostMeter(generator, new Uri(server.Addresses[1], PlainHost.Costs));
        foreach (var scenario in new[] { new Scenario("repeated", tokenFile, false), new Scenario("rotating", tokenFile, true) })
        {
            var rounds = await LoadRounds.RunAsync(EndpointsOf(server, scenario), meter, options);
            requests += rounds.Sum(round => round[^1]) * options.Seconds;
            var result = ScenarioResult.From(scenario, algorithm, generator.Name, rounds[1..]) with
            {
                BytesOverIdle = Math.Round(LoadRounds.Median(
                    meter.TakeRounds(options.Rounds), round => round[^1].Bytes - round[1].Bytes)),
            };
            results.Add(result);
            Print(result);
        }

        await ReportEventsAsync(server, algorithm, requests);
        return results;
    }

    private static (Uri Endpoint, Scenario Scenario)[] EndpointsOf(ServerProcess server, Scenario scenario) =>
    [
        (new(server.Addresses[0], MicrosoftHost.Endpoint), scenario),
        (new(server.Addresses[2], IdleSchemeHost.Endpoint), scenario),
        (new(server.Addresses[1], PlainHost.Anonymous), scenario),
        (new(server.Addresses[1], HipaaJwtHost.Endpoint), scenario),
    ];

    /// <summary>Prints the number of recorded events, because a service that loses events would be faster.</summary>
    private static async Task ReportEventsAsync(ServerProcess server, JwsAlgorithm algorithm, double requests)
    {
        using var client = new HttpClient();
        var count = await client.GetStringAsync(new Uri(server.Addresses[1], HipaaJwtHost.Events));
        var events = long.Parse(count, CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{"",-10} {algorithm,-6} {events:N0} audit events recorded for about {requests:N0} requests."));
    }

    private static void Print(ScenarioResult result) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Name,-10} {result.Algorithm,-6} {result.Anonymous,10:N0} {result.Idle,10:N0} {result.JwtBearer,10:N0} "
        + $"{result.JwtBearerOfAnonymous,7:P0} {result.HipaaJwt,10:N0} {result.HipaaJwtOfAnonymous,7:P0} "
        + $"{result.HipaaJwtOverJwtBearer,12:F2} "
        + $"{result.HipaaJwtOverIdle,7:F3} {result.BytesOverIdle,16:N0}"));
}
