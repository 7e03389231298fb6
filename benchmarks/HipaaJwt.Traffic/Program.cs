using System.Globalization;
using System.Text.Json;
using HipaaJwt.Traffic.Audit;
using HipaaJwt.Traffic.Group;
using HipaaJwt.Traffic.Month;

switch (args)
{
    case ["month", var folder]:
        MonthCommand.Run(folder, new HospitalGroup());
        return 0;
    case ["month", var folder, var clinicians, var days]:
        MonthCommand.Run(
            folder, new HospitalGroup(int.Parse(clinicians, CultureInfo.InvariantCulture), int.Parse(days, CultureInfo.InvariantCulture)));
        return 0;
    case ["audit", var path]:
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(await AuditMeasurement.RunAsync(), JsonSerializerOptions.Web) + '\n');
        return 0;
    case ["revocations", var entries]:
        await Console.Out.WriteLineAsync($"{RevocationMemory.Measure(int.Parse(entries, CultureInfo.InvariantCulture))} bytes");
        return 0;
    default:
        await Console.Error.WriteLineAsync("month FOLDER [CLINICIANS DAYS]  simulates a month and writes the counts of each hour");
        await Console.Error.WriteLineAsync("audit PATH                        writes the size of real audit events");
        await Console.Error.WriteLineAsync("revocations ENTRIES               prints the memory of a table of revocations");
        return 2;
}
