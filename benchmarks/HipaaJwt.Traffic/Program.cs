using System.Globalization;
using System.Text.Json;
using HipaaJwt;
using HipaaJwt.Traffic.Group;
using HipaaJwt.Traffic.Month;

if (args is not [var path, .. var further] || further.Length > 2)
{
    Console.Error.WriteLine("PATH [CLINICIANS [DAYS]]    simulates a month of a hospital group and writes its counts to PATH");
    return 2;
}

var numbers = further.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
var group = new HospitalGroup(
    numbers is [var clinicians, ..] ? clinicians : new HospitalGroup().Clinicians, numbers is [_, var days] ? days : new HospitalGroup().Days);

// Clients that take turns give each instance almost all tokens, and cost the most. Their first week is that of the month.
const int DaysOfWeek = 7;
var byDefault = new TokenCacheOptions().Capacity;
(bool HasAffinity, int Days, int[] Capacities)[] runs =
    [(true, group.Days, [1_024, byDefault]), (false, Math.Min(group.Days, DaysOfWeek), [1_024, 4_096, 16_384, byDefault])];
var lines = new List<HourLine>[runs.Length];
Parallel.For(0, runs.Length, index =>
{
    lines[index] = [];
    using var simulation = new MonthSimulation(group with { Days = runs[index].Days }, runs[index].HasAffinity, runs[index].Capacities);
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
return 0;
