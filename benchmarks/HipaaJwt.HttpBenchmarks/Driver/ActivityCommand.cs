using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using HipaaJwt.HttpBenchmarks.Server;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>Compares protected requests whose session activity is recorded with those of a service that does not record it.</summary>
internal static class ActivityCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (LoadOptions.Parse(arguments) is not { } options)
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
            Console.WriteLine($"{"",-10} {"with",10} {"without",10} {"with / without",15}");
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
        var rounds = (await LoadRounds.RunAsync(
            [
                (new Uri(server.First, ActivityHost.Endpoint), new Scenario(name, with, rotates)),
                (new Uri(server.Second, ActivityHost.Endpoint), new Scenario(name, without, rotates)),
            ],
            generator,
            options))[1..];
        var result = new ActivityResult(
            name,
            Math.Round(LoadRounds.Median(rounds, round => round[0])),
            Math.Round(LoadRounds.Median(rounds, round => round[1])),
            Math.Round(LoadRounds.Median(rounds, round => round[0] / round[1]), 3),
            generator.Name);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Name,-10} {result.With,10:N0} {result.Without,10:N0} {result.WithOverWithout,15:F3}"));
        return result;
    }

    private sealed record ActivityResult(
        [property: JsonPropertyName("name")] string Name,
        [property: JsonPropertyName("with_activity")] double With,
        [property: JsonPropertyName("without_activity")] double Without,
        [property: JsonPropertyName("with_over_without")] double WithOverWithout,
        [property: JsonPropertyName("driver")] string Driver);
}
