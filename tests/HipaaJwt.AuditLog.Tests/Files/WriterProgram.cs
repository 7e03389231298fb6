using System.Globalization;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Files;

/// <summary>A process that writes events from several threads and prints each one that was acknowledged.</summary>
internal static class WriterProgram
{
    /// <param name="arguments">The directory, the name of the run, the number of threads and the number of events of each.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (directory, run) = (arguments[0], arguments[1]);
        var (threads, events) = (Number(arguments[2]), Number(arguments[3]));
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await using var log = await FileAuditLog.OpenAsync(OptionsOf(directory), TimeProvider.System);
        await output.WriteLineAsync($"open {log.Origin}");
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(async () =>
        {
            for (var number = 0; number < events; number++)
            {
                await WriteAsync(log, $"{run}-{thread}-{number}", output);
            }
        })));
        return 0;
    }

    public static FileAuditLogOptions OptionsOf(string directory) => new()
    {
        Directory = directory,

        // The temporary folder of some systems is in memory.
        AllowVolatileFileSystem = true,
        Service = "clinic",
        MaxSegmentBytes = 64 * 1024,
        CheckpointInterval = TimeSpan.FromMilliseconds(10),
        WriteTimeout = TimeSpan.FromMinutes(1),
    };

    private static async Task WriteAsync(FileAuditLog log, string id, TextWriter output)
    {
        try
        {
            await log.WriteAsync(SimulatedLog.Event(id));
            await output.WriteLineAsync(id);
        }
        catch (AuditLogUnavailableException exception)
        {
            await output.WriteLineAsync($"rejected {id}: {exception.Message}");
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
