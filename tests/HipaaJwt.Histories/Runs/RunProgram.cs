using System.Runtime.InteropServices;
using HipaaJwt.Histories.Instances;
using HipaaJwt.Histories.Stores;

namespace HipaaJwt.Histories.Runs;

/// <summary>Runs histories and prints a summary.</summary>
internal static class RunProgram
{
    public static int PrintUsage()
    {
        Console.WriteLine(
            "HipaaJwt.Histories run [--store sqlite,postgresql,redis] [--count N] [--parallel M] [--out FILE] [--seed S] [--planted NAME]\n"
            + "  [--default-options-every N] [--cell-length N] [--loses-data true|false] [--only FAULT]\n"
            + "  [--skip-missing true|false]\n"
            + $"Planted defects: {string.Join(", ", PlantedDefect.All.Select(defect => defect.Name))}.");
        return 2;
    }

    /// <returns>0 if no history violates the promise, otherwise 1. With a planted defect it is the reverse.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = SkipMissing(RunOptions.Parse(arguments));
        if (options.Stores.Count == 0)
        {
            return 0;
        }

        using CancellationTokenSource stop = new();
        using var interrupt = StopAt(PosixSignal.SIGINT, stop);
        using var terminate = StopAt(PosixSignal.SIGTERM, stop);
        Run run = new(options, stop.Token);
        await run.RunAsync();
        await PostgreSqlNode.CleanUpAsync();
        return run.Report() == (options.Planted is null) ? 0 : 1;
    }

    /// <summary>Ends the run after its current histories, so that it stops all servers and prints its summary.</summary>
    private static PosixSignalRegistration StopAt(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });

    private static RunOptions SkipMissing(RunOptions options)
    {
        if (!options.SkipMissing)
        {
            return options;
        }

        foreach (var store in options.Stores.Where(store => !IsInstalled(store)))
        {
            Console.WriteLine($"skipped {store}: its server is not installed");
        }

        return options with { Stores = [.. options.Stores.Where(IsInstalled)] };
    }

    private static bool IsInstalled(string store) => store switch
    {
        "postgresql" => PostgreSqlNode.IsInstalled,
        "redis" => RedisNode.IsInstalled,
        _ => true,
    };
}
