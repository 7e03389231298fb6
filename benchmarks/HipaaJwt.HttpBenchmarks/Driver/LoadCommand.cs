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
            await Console.Error.WriteLineAsync(LoadOptions.ScenarioUsage);
            return 2;
        }

        ILoadGenerator generator = (ILoadGenerator?)Wrk.Find() ?? new ClientLoop();
        var folder = Directory.CreateTempSubdirectory("hipaajwt-http-");
        var results = new List<ScenarioResult>();
        Console.WriteLine(
            $"{"",-10} {"alg",-6} {"anonymous",10} {"idle",10} {"JwtBearer",10} {"",7} {"HipaaJwt",10} {"",7} "
            + $"{"/ JwtBearer",12} {"/ idle",7} {"bytes over idle",16} {"unaudited / idle",17}");
        try
        {
            foreach (var algorithm in options.Only == Scenario.DPoP ? [JwsAlgorithm.ES256] : Algorithms)
            {
                results.AddRange(await MeasureAsync(algorithm, folder.FullName, generator, options));
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
        JwsAlgorithm algorithm, string folder, ILoadGenerator generator, LoadOptions options)
    {
        var tokenFile = Path.Combine(folder, "tokens");
        using var proofs = new ProofFile(folder, options.Clients);
        using var server = await ServerProcess.StartAsync("serve", algorithm.ToString(), tokenFile, proofs.Thumbprints, proofs.Tokens);
        using var meter = new CostMeter(generator, new Uri(server.Addresses[1], PlainHost.Costs));
        var results = new List<ScenarioResult>();
        var requests = 0d;
        foreach (var scenario in ScenariosOf(algorithm, tokenFile, proofs).Where(scenario => options.Includes(scenario.Name)))
        {
            var endpoints = EndpointsOf(server, scenario);
            var targets = endpoints.Select(endpoint => endpoint.Target).ToArray();
            var rates = await LoadRounds.RunAsync(
                [.. endpoints.Select(endpoint => (endpoint.Address, endpoint.Scenario))], meter, options);
            requests += rates.Sum(round => round.Where((_, i) => IsAudited(targets[i])).Sum()) * options.Seconds;
            var rounds = new ScenarioRounds(targets, rates[LoadRounds.WarmUp..], meter.TakeRounds(options.Rounds));
            var result = ScenarioResult.From(scenario, algorithm, generator.Name, rounds);
            results.Add(result);
            Print(result);
        }

        await ReportEventsAsync(server, algorithm, requests);
        return results;
    }

    private static IEnumerable<Scenario> ScenariosOf(JwsAlgorithm algorithm, string tokenFile, ProofFile proofs)
    {
        yield return new Scenario(Scenario.Repeated, tokenFile, Rotates: false);
        yield return new Scenario(Scenario.Rotating, tokenFile, Rotates: true);
        if (algorithm == JwsAlgorithm.ES256)
        {
            File.WriteAllLines(proofs.OtherTokens, File.ReadLines(tokenFile).Take(proofs.Clients));
            yield return new Scenario(Scenario.DPoP, proofs.OtherTokens, Rotates: true, proofs);
        }
    }

    private static bool IsAudited(Target target) => target is Target.HipaaJwt or Target.WithProofs;

    /// <summary>Returns the endpoints. Only HipaaJwt receives proofs, and in that case also tokens without proofs.</summary>
    private static List<LoadedEndpoint> EndpointsOf(ServerProcess server, Scenario scenario)
    {
        var withoutProofs = scenario with { Proofs = null };
        var (microsoft, ours, idle, unaudited) = (server.Addresses[0], server.Addresses[1], server.Addresses[2], server.Addresses[3]);
        return
        [
            new(Target.JwtBearer, new Uri(microsoft, MicrosoftHost.Endpoint), withoutProofs),
            new(Target.Idle, new Uri(idle, IdleSchemeHost.Endpoint), withoutProofs),
            new(Target.Anonymous, new Uri(ours, PlainHost.Anonymous), withoutProofs),
            scenario.Proofs is null
                ? new(Target.WithoutAuditing, new Uri(unaudited, HipaaJwtHost.Endpoint), withoutProofs)
                : new(Target.WithProofs, new Uri(ours, HipaaJwtHost.BoundEndpoint), scenario),
            new(Target.HipaaJwt, new Uri(ours, HipaaJwtHost.Endpoint), withoutProofs),
        ];
    }

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

    private static void Print(ScenarioResult result)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Name,-10} {result.Algorithm,-6} {result.Anonymous,10:N0} {result.Idle,10:N0} {result.JwtBearer,10:N0} "
            + $"{result.JwtBearerOfAnonymous,7:P0} {result.HipaaJwt,10:N0} {result.HipaaJwtOfAnonymous,7:P0} "
            + $"{result.HipaaJwtOverJwtBearer,12:F2} "
            + $"{result.HipaaJwtOverIdle,7:F3} {result.BytesOverIdle,16:N0} {result.UnauditedOverIdle,17:F3}"));
        if (result.HipaaJwtWithoutProof is { } rate)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{"",-10} {result.Algorithm,-6} {rate:N0}/s with HipaaJwt without proofs. With proofs it reaches "
                + $"{result.HipaaJwtOverWithoutProof:F3} of that."));
        }
    }
}
