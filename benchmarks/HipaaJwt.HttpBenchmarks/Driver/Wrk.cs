using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>The load generator of that name, which costs less of the machine than any client of .NET.</summary>
internal sealed partial class Wrk(string path) : ILoadGenerator
{
    public string Name => "wrk";

    public static Wrk? Find() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "wrk"))
        .Where(File.Exists)
        .Select(path => new Wrk(path))
        .FirstOrDefault();

    public async Task<double> DriveAsync(Uri endpoint, Scenario scenario, TimeSpan duration)
    {
        using var process = Process.Start(new ProcessStartInfo(path, Arguments(endpoint, scenario, duration)) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var rate = RequestsPerSecond().Match(output);
        return rate.Success && process.ExitCode == 0 && !output.Contains("Non-2xx", StringComparison.Ordinal)
            ? double.Parse(rate.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"{endpoint} did not answer as it should:{Environment.NewLine}{output}");
    }

    private static string[] Arguments(Uri endpoint, Scenario scenario, TimeSpan duration)
    {
        string[] common =
        [
            "--threads", "1",
            "--connections", HttpLoad.Connections.ToString(CultureInfo.InvariantCulture),
            "--duration", $"{duration.TotalSeconds:F0}s",
        ];
        return scenario.Rotates
            ? [.. common, "--script", Path.Combine(AppContext.BaseDirectory, "Driver", "rotate.lua"), endpoint.AbsoluteUri, "--", scenario.TokenFile]
            : [.. common, "--header", "Authorization: Bearer " + File.ReadLines(scenario.TokenFile).First(), endpoint.AbsoluteUri];
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex RequestsPerSecond();
}
