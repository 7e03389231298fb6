using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>The load generator wrk, which uses less of the processor than a .NET client.</summary>
internal sealed partial class Wrk(string path) : ILoadGenerator
{
    private static string RotateScript => Path.Combine(AppContext.BaseDirectory, "Driver", "rotate.lua");

    private static string ProveScript => Path.Combine(AppContext.BaseDirectory, "Driver", "prove.lua");

    private static string Threads => HttpLoad.LoadThreads.ToString(CultureInfo.InvariantCulture);

    public string Name => "wrk";

    public static Wrk? Find() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "wrk"))
        .Where(File.Exists)
        .Select(path => new Wrk(path))
        .FirstOrDefault();

    public async Task<double> RunAsync(Uri endpoint, Scenario scenario, TimeSpan duration)
    {
        var start = new ProcessStartInfo(path, Arguments(endpoint, scenario, duration)) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var rate = RequestsPerSecond().Match(output);
        return rate.Success && process.ExitCode == 0 && !output.Contains("Non-2xx", StringComparison.Ordinal)
            ? double.Parse(rate.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"{endpoint} did not respond as expected:{Environment.NewLine}{output}");
    }

    private static string[] Arguments(Uri endpoint, Scenario scenario, TimeSpan duration)
    {
        string[] common =
        [
            "--threads", Threads,
            "--connections", HttpLoad.Connections.ToString(CultureInfo.InvariantCulture),
            "--duration", $"{duration.TotalSeconds:F0}s",
        ];
        if (scenario.Proofs is { } proofs)
        {
            return [.. common, "--script", ProveScript, endpoint.AbsoluteUri, "--", proofs.Path, Threads];
        }

        return scenario.Rotates
            ? [.. common, "--script", RotateScript, endpoint.AbsoluteUri, "--", scenario.TokenFile]
            : [.. common, "--header", "Authorization: Bearer " + File.ReadLines(scenario.TokenFile).First(), endpoint.AbsoluteUri];
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex RequestsPerSecond();
}
