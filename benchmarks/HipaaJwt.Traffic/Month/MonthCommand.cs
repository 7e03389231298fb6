using System.Text.Json;
using HipaaJwt.Traffic.Group;

namespace HipaaJwt.Traffic.Month;

/// <summary>Simulates the group with both ways to balance the load, and writes the counts of each hour.</summary>
internal static class MonthCommand
{
    private const int DaysOfWeek = 7;

    public static void Run(string path, HospitalGroup group)
    {
        // Clients that take turns give each instance almost all tokens, and cost the most. Their first week is that of the month.
        var byDefault = new TokenCacheOptions().Capacity;
        (bool HasAffinity, int Days, int[] Capacities)[] runs =
            [(true, group.Days, [1_024, byDefault]), (false, Math.Min(group.Days, DaysOfWeek), [1_024, 4_096, 16_384, byDefault])];
        var lines = new List<HourLine>[runs.Length];
        Parallel.For(0, runs.Length, index =>
        {
            lines[index] = [];
            using var simulation = new MonthSimulation(
                group with { Days = runs[index].Days }, runs[index].HasAffinity, runs[index].Capacities);
            simulation.Run(line =>
            {
                lines[index].Add(line);
                if (line.Hour % 24 == 23)
                {
                    Console.Error.WriteLine($"{line.Balancing}: day {(line.Hour / 24) + 1} of {runs[index].Days}");
                }
            });
        });
        File.WriteAllLines(path, lines.SelectMany(run => run).Select(line => JsonSerializer.Serialize(line, JsonSerializerOptions.Web)));
    }
}
