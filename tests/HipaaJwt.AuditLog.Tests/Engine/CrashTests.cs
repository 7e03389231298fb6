using System.Collections.Concurrent;
using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Engine;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Engine;

/// <summary>Machines that stop and disks that fail at any call, on a simulated disk.</summary>
public sealed class CrashTests
{
    private const int Writers = 4;
    private const int EventsOfWriter = 12;
    private const int Runs = 3;
    private const int PlantedCases = 200;

    /// <summary>Each case is read completely. One in this number is also verified from files.</summary>
    private const int VerifiedCases = 5;

    /// <summary>Set HIPAAJWT_CRASHES to run more.</summary>
    private static readonly int Cases =
        int.Parse(Environment.GetEnvironmentVariable("HIPAAJWT_CRASHES") ?? "500", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task An_acknowledged_event_survives_a_machine_that_stops_at_any_call()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var log = new SimulatedLog();
            var disk = new SimulatedDisk();
            ConcurrentQueue<string> acknowledged = new();
            for (var run = 0; run < Runs; run++)
            {
                var stopAt = random.Next(1, 120);
                disk.Fault = (_, _) => disk.Calls >= stopAt ? DiskFault.Crash : DiskFault.None;
                await RunAsync(log, disk, $"{seed}-{run}", acknowledged);
                disk = disk.AfterCrash(random);
            }

            await ExpectCompleteAsync(log, disk, acknowledged, seed);
        }
    }

    [Fact]
    public async Task An_acknowledged_event_survives_a_call_that_fails_and_a_machine_that_stops_later()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var log = new SimulatedLog();
            var disk = new SimulatedDisk();
            ConcurrentQueue<string> acknowledged = new();
            var (failAt, failures) = (random.Next(10, 80), random.Next(1, 4));
            disk.Fault = (_, _) => disk.Calls >= failAt && disk.Calls < failAt + failures ? DiskFault.Error : DiskFault.None;
            await RunAsync(log, disk, $"{seed}", acknowledged);

            await ExpectCompleteAsync(log, disk.AfterCrash(random), acknowledged, seed);
        }
    }

    [Fact]
    public async Task A_full_disk_rejects_events_and_the_log_continues_when_there_is_room()
    {
        for (var seed = 0; seed < Cases / 5; seed++)
        {
            var random = new Random(seed);
            var log = new SimulatedLog();
            var disk = new SimulatedDisk();
            ConcurrentQueue<string> acknowledged = new();
            var engine = log.Open(disk);
            disk.Free = random.Next(0, 20_000);
            await AppendAsync(engine, $"{seed}-full", acknowledged);
            for (var number = 0; await SimulatedLog.TryAppendAsync(engine, $"{seed}-more-{number}"); number++)
            {
                acknowledged.Enqueue($"{seed}-more-{number}");
                number.Should().BeLessThan(1_000, "the disk becomes full");
            }

            engine.Status.Should().Be(AuditLogStatus.Full);
            disk.Free = long.MaxValue;

            await AppendAsync(engine, $"{seed}-room", acknowledged);
            engine.Status.Should().Be(AuditLogStatus.Writing);
            await engine.DisposeAsync();

            acknowledged.Count(id => id.StartsWith($"{seed}-room", StringComparison.Ordinal)).Should().Be(Writers * EventsOfWriter);
            SimulatedLog.Read(disk).Select(auditEvent => auditEvent.Type).Should().Contain(AuditEventType.AuditLogFull);
            await ExpectCompleteAsync(log, disk.AfterCrash(random), acknowledged, seed);
        }
    }

    [Theory]
    [InlineData(DiskBug.NoSync)]
    [InlineData(DiskBug.SyncRepeated)]
    [InlineData(DiskBug.CheckpointBeforeSync)]
    [InlineData(DiskBug.NoDirectorySync)]
    [InlineData(DiskBug.NameBeforeContents)]
    public async Task A_planted_bug_is_found(DiskBug bug)
    {
        for (var seed = 0; seed < PlantedCases; seed++)
        {
            if (await IsFoundAsync(bug, seed))
            {
                return;
            }
        }

        Assert.Fail($"{PlantedCases} cases did not find {bug}.");
    }

    [Fact]
    public async Task Nothing_is_found_without_a_planted_bug()
    {
        for (var seed = 0; seed < PlantedCases; seed++)
        {
            (await IsFoundAsync(DiskBug.None, seed)).Should().BeFalse("seed {0}", seed);
        }
    }

    /// <summary>Runs a log with a bug while calls fail, and stops the machine.</summary>
    private static async Task<bool> IsFoundAsync(DiskBug bug, int seed)
    {
        var random = new Random(seed);
        var log = new SimulatedLog();
        var disk = new SimulatedDisk();
        ConcurrentQueue<string> acknowledged = new();
        var (failAt, stopAt) = (random.Next(10, 60), random.Next(40, 120));
        disk.Fault = (call, _) => disk.Calls >= stopAt ? DiskFault.Crash : call == "sync" && disk.Calls >= failAt && random.Next(4) == 0
            ? DiskFault.Error : DiskFault.None;
        await RunAsync(log, new PlantedDisk(disk, bug), $"{seed}", acknowledged);
        try
        {
            await ExpectCompleteAsync(log, disk.AfterCrash(random), acknowledged, seed);
            return false;
        }
        catch (Exception exception) when (exception is Xunit.Sdk.XunitException or AuditLogDamagedException or IOException)
        {
            return true;
        }
    }

    private static async Task RunAsync(SimulatedLog log, IDisk disk, string name, ConcurrentQueue<string> acknowledged)
    {
        LogEngine engine;
        try
        {
            engine = log.Open(disk);
        }
        catch (IOException)
        {
            return;
        }

        await AppendAsync(engine, name, acknowledged);
        await engine.DisposeAsync();
    }

    private static Task AppendAsync(LogEngine engine, string name, ConcurrentQueue<string> acknowledged) =>
        Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; number < EventsOfWriter; number++)
            {
                var id = $"{name}-{writer}-{number}";
                if (await SimulatedLog.TryAppendAsync(engine, id))
                {
                    acknowledged.Enqueue(id);
                }
            }
        })));

    private static async Task ExpectCompleteAsync(SimulatedLog log, SimulatedDisk disk, ConcurrentQueue<string> acknowledged, int seed)
    {
        var engine = log.Open(disk);
        (await SimulatedLog.TryAppendAsync(engine, "last")).Should().BeTrue("the log continues, seed {0}", seed);
        await engine.DisposeAsync();

        if (seed % VerifiedCases == 0)
        {
            await log.ExpectValidAsync(disk, seed);
        }

        var ids = SimulatedLog.Read(disk).Select(auditEvent => auditEvent.RequestId).OfType<string>().ToArray();
        ids.Should().OnlyHaveUniqueItems("no event is written twice, seed {0}", seed);
        acknowledged.Except(ids).Should().BeEmpty("no acknowledged event is lost, seed {0}", seed);
        ids.Should().EndWith("last");
    }
}
