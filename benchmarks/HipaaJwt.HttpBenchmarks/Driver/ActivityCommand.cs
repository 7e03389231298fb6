using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using HipaaJwt.HttpBenchmarks.Server;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>
/// Compares protected requests whose session activity is recorded with those of a service that does not record it: the requests per
/// second, and the processor time of the server for each request, which other processes disturb less.
/// </summary>
internal static class ActivityCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (LoadOptions.Parse(arguments) is not { Only: null } options)
        {
            await Console.Error.WriteLineAsync("activity " + LoadOptions.Usage);
            return 2;
        }

        ILoadGenerator generator = (ILoadGenerator?)Wrk.Find() ?? new ClientLoop();
        var folder = Directory.CreateTempSubdirectory("hipaajwt-http-");
        try
        {
            var (with, without) = (Path.Combine(folder.FullName, "with"), Path.Combine(folder.FullName, "without"));
            using var server = await ServerProcess.StartAsync("serve-activity", with, without);
            var results = new List<ActivityResult>();
            Console.WriteLine(
                $"{"",-10} {"with",10} {"without",10} {"with / without",15} {"with",8} {"without",8} {"without / with",15}");
            foreach (var rotates in (bool[])[false, true])
            {
                results.Add(await MeasureAsync(server, with, without, rotates, generator, options));
            }

            if (options.JsonPath is not null)
            {
                await File.WriteAllLinesAsync(options.JsonPath, results.Select(result => JsonSerializer.Serialize(result)));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static async Task<ActivityResult> MeasureAsync(
        ServerProcess server, string with, string without, bool rotates, ILoadGenerator generator, LoadOptions options)
    {
        var name = rotates ? "rotating" : "repeated";
        using var metered = new CostMeter(generator, new Uri(server.Addresses[0], PlainHost.Costs));
        var rounds = (await LoadRounds.RunAsync(
            [
                (new Uri(server.Addresses[0], ActivityHost.Endpoint), new Scenario(name, with, rotates)),
                (new Uri(server.Addresses[1], ActivityHost.Endpoint), new Scenario(name, without, rotates)),
            ],
            metered,
            options))[LoadRounds.WarmUp..];
        var costs = metered.TakeRounds(options.Rounds);
        var result = new ActivityResult(
            name,
            Math.Round(LoadRounds.Median(rounds, round => round[0])),
            Math.Round(LoadRounds.Median(rounds, round => round[1])),
            Math.Round(LoadRounds.Median(rounds, round => round[0] / round[1]), 3),
            Math.Round(LoadRounds.Median(costs, round => round[0].Microseconds), 2),
            Math.Round(LoadRounds.Median(costs, round => round[1].Microseconds), 2),
            Math.Round(LoadRounds.Median(costs, round => round[1].Microseconds / round[0].Microseconds), 3),
            generator.Name);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Name,-10} {result.With,8:N0}/s {result.Without,8:N0}/s {result.WithOverWithout,15:F3} "
            + $"{result.MicrosecondsWith,5:F2} µs {result.MicrosecondsWithout,5:F2} µs {result.MicrosecondsWithoutOverWith,15:F3}"));
        return result;
    }

    private sealed record ActivityResult(
        [property: JsonPropertyName("name")] string Name,
        [property: JsonPropertyName("with_activity")] double With,
        [property: JsonPropertyName("without_activity")] double Without,
        [property: JsonPropertyName("with_over_without")] double WithOverWithout,
        [property: JsonPropertyName("processor_us_with")] double MicrosecondsWith,
        [property: JsonPropertyName("processor_us_without")] double MicrosecondsWithout,
        [property: JsonPropertyName("processor_us_without_over_with")] double MicrosecondsWithoutOverWith,
        [property: JsonPropertyName("driver")] string Driver);
}
