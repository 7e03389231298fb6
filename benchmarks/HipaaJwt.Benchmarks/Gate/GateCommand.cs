using System.Globalization;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>Measures what the build promises, prints it, and fails where a promise is broken.</summary>
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
        Console.WriteLine($"{"",-24} {"alg",-6} {"ns",10} {"bytes",8} {"x raw",7} {"(total)",8} {"x faster",9}  musts");
        var results = new List<GateResult>();
        var missed = 0;
        foreach (var result in GatePlan.Run())
        {
            results.Add(result);
            missed += Report(result, options.Margin);
        }

        if (options.JsonPath is not null)
        {
            File.WriteAllLines(options.JsonPath, results.Select(result => result.ToJson()));
        }

        Console.WriteLine($"{missed} missed, after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F0} s.");
        return missed == 0 ? 0 : 1;
    }

    /// <summary>Prints one line and counts the promises that it breaks.</summary>
    private static int Report(GateResult result, GateMargin margin)
    {
        Must[] musts = [.. Musts.All.Where(must => must.AppliesTo(result))];
        var verdicts = musts.Select(must => $"{must}{(must.IsMetBy(result, margin) ? string.Empty : " MISSED")}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Name,-24} {result.Algorithm,-6} {result.Nanoseconds,10:F1} {result.Bytes,8:0.##} {result.VersusRaw,7:F3} {result.TotalVersusRaw,8:F3} {result.VersusMicrosoft,9:F2}  {string.Join("; ", verdicts)}"));
        return musts.Count(must => !must.IsMetBy(result, margin));
    }
}
