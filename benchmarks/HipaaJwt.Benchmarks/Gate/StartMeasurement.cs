using System.Diagnostics;
using System.Globalization;
using HipaaJwt.Benchmarks.Web;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>
/// Measures the time from the start of a process to the first response with 200 of a protected endpoint, and its resident memory after
/// 1,500 of them, both over those of JwtBearer. The processes take turns.
/// </summary>
internal static class StartMeasurement
{
    private const int Rounds = 9;

    public static IEnumerable<GateResult> Run()
    {
        var rounds = new List<(Start Ours, Start Microsoft)>();
        Measure(ProtectedService.Ours);
        Measure(ProtectedService.Microsoft);
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add(round % 2 == 0
                ? (Measure(ProtectedService.Ours), Measure(ProtectedService.Microsoft))
                : Swap(Measure(ProtectedService.Microsoft), Measure(ProtectedService.Ours)));
        }

        yield return new GateResult("start", null, Median(rounds, round => round.Ours.Nanoseconds), 0)
        {
            VersusBaseline = Median(rounds, round => round.Ours.Nanoseconds / round.Microsoft.Nanoseconds),
        };
        yield return new GateResult("start-memory", null, 0, Median(rounds, round => round.Ours.Bytes))
        {
            VersusBaseline = Median(rounds, round => round.Ours.Bytes / round.Microsoft.Bytes),
        };
    }

    private static (Start Ours, Start Microsoft) Swap(Start microsoft, Start ours) => (ours, microsoft);

    private static double Median(IEnumerable<(Start Ours, Start Microsoft)> rounds, Func<(Start Ours, Start Microsoft), double> figure) =>
        rounds.Select(figure).Order().ElementAt(Rounds / 2);

    private static Start Measure(string scheme)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, [typeof(StartMeasurement).Assembly.Location, StartCommand.Name, scheme])
        {
            RedirectStandardOutput = true,
        };
        var began = TimeProvider.System.GetTimestamp();
        using var process = Process.Start(start)!;
        var status = process.StandardOutput.ReadLine();
        var time = TimeProvider.System.GetElapsedTime(began);
        var memory = process.StandardOutput.ReadLine();
        process.WaitForExit();
        return status == "200" && double.TryParse(memory, CultureInfo.InvariantCulture, out var bytes)
            ? new Start(time.TotalNanoseconds, bytes)
            : throw new InvalidOperationException($"The service with {scheme} answered \"{status}\", so its time is meaningless.");
    }

    private sealed record Start(double Nanoseconds, double Bytes);
}
