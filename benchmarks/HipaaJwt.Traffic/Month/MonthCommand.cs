using System.Text.Json;
using HipaaJwt.Traffic.Group;

namespace HipaaJwt.Traffic.Month;

/// <summary>Simulates the group with both ways to balance the load, and writes the counts of each hour.</summary>
internal static class MonthCommand
{
    /// <param name="folder">The folder of the results. Each way to balance the load has a file.</param>
    /// <param name="group">The hospital group.</param>
    public static void Run(string folder, HospitalGroup group)
    {
        // Clients that take turns give each instance almost all tokens, and cost the most. Their first day is that of the month.
        var byDefault = new TokenCacheOptions().Capacity;
        (bool HasAffinity, int Days, int[] Capacities)[] runs =
            [(true, group.Days, [1_024, byDefault]), (false, 1, [1_024, 4_096, 16_384, byDefault])];
        Parallel.ForEach(runs, run =>
        {
            using var simulation = new MonthSimulation(group with { Days = run.Days }, run.HasAffinity, run.Capacities);
            using var file = File.CreateText(Path.Combine(folder, run.HasAffinity ? "traffic-affinity.jsonl" : "traffic-in-turn.jsonl"));
            simulation.Run(line =>
            {
                file.WriteLine(JsonSerializer.Serialize(line, JsonSerializerOptions.Web));
                file.Flush();
            });
        });
    }
}
