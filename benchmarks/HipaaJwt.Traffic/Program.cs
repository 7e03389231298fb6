using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
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
int?[] capacities = [1_024, 4_096, 16_384, null];
var balancings = new List<HourLine>[2];
Parallel.For(0, balancings.Length, index =>
{
    balancings[index] = [];
    using var simulation = new MonthSimulation(group, hasAffinity: index == 0, capacities);
    simulation.Run(line =>
    {
        balancings[index].Add(line);
        if (line.Hour % 24 == 23)
        {
            Console.Error.WriteLine($"{line.Balancing}: day {(line.Hour / 24) + 1} of {group.Days}");
        }
    });
});
File.WriteAllLines(path, balancings.SelectMany(lines => lines).Select(line => JsonSerializer.Serialize(line, JsonSerializerOptions.Web)));
return 0;
