using System.Globalization;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>Measures the performance that every build must have, prints it, and fails if a limit is exceeded.</summary>
internal static class GateCommand
{
    private const int WrongArguments = 2;

    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (GateOptions.Parse(arguments) is not { } options)
        {
            Console.Error.WriteLine(GateOptions.Usage);
            return WrongArguments;
        }

        var start = TimeProvider.System.GetTimestamp();
        Console.WriteLine($"{"",-24} {"alg",-6} {"ns",10} {"bytes",8} {"x raw",7} {"(total)",8} {"x faster",9} {"x base",6}  limits");
        var results = new List<GateResult>();
        var missed = 0;
        foreach (var result in (options.Only is { } only ? GatePlan.RunAlone(only) : GatePlan.Run()))
        {
            results.Add(result);
            missed += Report(result, options.Margin);
        }

        if (options.JsonPath is not null)
        {
            File.WriteAllLines(options.JsonPath, results.Select(result => result.ToJson()));
        }

        Console.WriteLine($"{missed} limits missed after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F0} s.");
        return missed == 0 ? 0 : 1;
    }

    /// <summary>Prints one line and returns the number of exceeded limits.</summary>
    private static int Report(GateResult result, GateMargin margin)
    {
        GateLimit[] limits = [.. GateLimits.All.Where(limit => limit.AppliesTo(result))];
        var statuses = limits.Select(limit => $"{limit}{(limit.IsMetBy(result, margin) ? string.Empty : " MISSED")}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Name,-24} {result.Algorithm,-6} {result.Nanoseconds,10:F1} {result.Bytes,8:0.##} {result.VersusRaw,7:F3} "
            + $"{result.TotalVersusRaw,8:F3} {result.VersusMicrosoft,9:F2} {result.VersusBaseline,6:F3}  {string.Join("; ", statuses)}"));
        return limits.Count(limit => !limit.IsMetBy(result, margin));
    }
}
