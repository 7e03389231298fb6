using System.Globalization;
using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>The load with which audit logs are compared with plain inserts.</summary>
internal static class SpeedLoad
{
    public const int Callers = 64;
    public const int EventsPerCaller = 200;
    public const int Rounds = 9;

    public static async Task<double> MeasureAsync(Func<Task> work)
    {
        var start = TimeProvider.System.GetTimestamp();
        await work();
        return TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Compares a log with its batches, inserted plainly.</summary>
    /// <param name="log">The log.</param>
    /// <param name="database">The database of the log.</param>
    /// <param name="insert">Inserts batches plainly.</param>
    /// <param name="leastRatio">
    /// The aim is 0.7. Beside other work on two shared processors, measurements vary by a third, so a limit only finds a log that became
    /// much slower.
    /// </param>
    /// <param name="output">Receives the figures.</param>
    public static async Task CompareAsync(
        DatabaseAuditLog log,
        RecordingDatabase database,
        Func<IReadOnlyList<IReadOnlyList<AuditLogRow>>, Task> insert,
        double leastRatio,
        ITestOutputHelper output)
    {
        await WriteAsync(log);
        var ratio = await SpeedRatio.BestAsync(leastRatio, () => CompareOnceAsync(log, database, insert, output));

        ratio.Should().BeGreaterThanOrEqualTo(leastRatio);
    }

    private static async Task<double> CompareOnceAsync(
        DatabaseAuditLog log,
        RecordingDatabase database,
        Func<IReadOnlyList<IReadOnlyList<AuditLogRow>>, Task> insert,
        ITestOutputHelper output)
    {
        List<double> ratios = [];
        var rate = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            database.Batches.Clear();
            var byLog = await MeasureAsync(() => WriteAsync(log));
            var plain = await MeasureAsync(() => insert([.. database.Batches.Where(batch => batch.Count > 0)]));
            ratios.Add(plain / byLog);
            rate = Math.Max(rate, Callers * EventsPerCaller / byLog);
        }

        var ratio = ratios.Order().ElementAt(Rounds / 2);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Events a second over plain inserts: {ratio:0.00} ({string.Join(", ", ratios.Select(one => $"{one:0.00}"))}). "
            + $"At most {rate:0} events a second from {Callers} callers."));
        return ratio;
    }

    private static Task WriteAsync(DatabaseAuditLog log) => Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
    {
        for (var number = 0; number < EventsPerCaller; number++)
        {
            await log.WriteAsync(
                new AuditEvent
                {
                    Type = AuditEventType.AccessGranted,
                    Issuer = "https://idp.hospital.example",
                    Subject = $"dr-{caller}",
                    Patient = $"p-{number}",
                    Roles = ["physician"],
                    Permissions = ["chart:read"],
                    Resource = "GET /patients/{patient}/charts/{id}",
                    ResourceType = "Chart",
                },
                CancellationToken.None);
        }
    })));
}
