using System.Globalization;
using HipaaJwt.AuditLog.Anchoring;
using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Engine;
using HipaaJwt.AuditLog.Tests.Support;
using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Tests.Speed;

/// <summary>
/// The speed and the allocation of an acknowledged event, beside the least that any durable log must do. Nothing else may allocate
/// meanwhile.
/// </summary>
[Trait("Speed", "Slow")]
[Collection(nameof(AppendSpeedTests))]
[CollectionDefinition(nameof(AppendSpeedTests), DisableParallelization = true)]
public sealed class AppendSpeedTests(ITestOutputHelper output) : IDisposable
{
    private const int Callers = 64;
    private const int Rounds = 5;

    /// <summary>
    /// On a quiet machine, the limit is 0.9. Other processes take time from the callers, who write and hash their events, more than from
    /// the plain append, which does neither.
    /// </summary>
    private const double LeastRatio = 0.5;

    private const double MostBytes = 600;

    /// <summary>The time to an acknowledgement over that of the plain append, both at the 99th percentile.</summary>
    private const double MostTail = 3;

    /// <summary>The same over that of one sync of the same log. On a quiet machine, the limit is 3.</summary>
    private const double MostSyncs = 10;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <summary>An event of a usual size.</summary>
    internal static readonly AuditEvent Event = SimulatedLog.Event("0HN4QK2L7T1VU:00000001") with
    {
        TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
        Issuer = "https://idp.hospital.example",
        ClientId = "chart-viewer",
        TokenId = "2f1c9a7d-61b1-4f2e-93b7-1f1a3d1e9a11",
        Roles = ["physician"],
        Permissions = ["chart:read"],
        Action = AuditAction.Read,
        Resource = "GET /patients/{id}/chart",
        ResourceType = "Chart",
    };

    private readonly TemporaryDirectory _directory = new();
    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_acknowledgedEvent_costs_little_more_than_its_write_and_its_sync()
    {
        var disk = new TimedDisk(new PhysicalDisk());
        Directory.CreateDirectory(_directory["log"]);
        using var key = AuditLogSigningKey.Create();
        var stream = new LogStream(disk, _directory["log"], SimulatedLog.Origin, key);
        await using var log = LogEngine.Open(
            stream, [], new Anchors([]), new LogEngineOptions { Settings = new LogSettings() }, new SilentObserver(), TimeProvider.System);
        await MeasureAsync(() => log.AppendAsync(Event));
        var length = (int)(Directory.EnumerateFiles(_directory["log"], "*.jsonl").Sum(path => new FileInfo(path).Length) / log.Count);
        using var plain = new PlainAppend(_directory["plain"], length);
        await MeasureAsync(() => new ValueTask(plain.AppendAsync()));

        List<double> ratios = [], tails = [], overSync = [], overIdle = [], bytes = [];
        for (var round = 0; round < Rounds; round++)
        {
            var raw = await MeasureAsync(() => new ValueTask(plain.AppendAsync()));
            disk.TakeSyncs();
            var own = await MeasureAsync(() => log.AppendAsync(Event));
            bytes.Add(own.Allocated);
            ratios.Add(own.Count / (double)raw.Count);
            tails.Add(own.Tail / raw.Tail);
            overSync.Add(own.Tail / Tail(disk.TakeSyncs()));
            overIdle.Add(own.Tail / Tail(SyncAlone()));
        }

        var (ratio, allocated, tail, syncs) = (Median(ratios), Median(bytes), Median(tails), Median(overSync));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"events a second over plain append {ratio:0.00}, allocated {allocated:0} B an event, ")
            + string.Create(CultureInfo.InvariantCulture, $"p99 over plain append {tail:0.00}, ")
            + string.Create(CultureInfo.InvariantCulture, $"p99 over p99 of its syncs {syncs:0.00}, ")
            + string.Create(CultureInfo.InvariantCulture, $"of a sync with nothing beside it {Median(overIdle):0.00}, {length} B a line"));
        ratio.Should().BeGreaterThan(LeastRatio);
        allocated.Should().BeLessThan(MostBytes);
        tail.Should().BeLessThan(MostTail);
        syncs.Should().BeLessThan(MostSyncs);
    }

    /// <summary>Appends from all callers for one round.</summary>
    /// <returns>
    /// The number of acknowledgements, the 99th percentile of their times in milliseconds, and the bytes that each one allocated.
    /// </returns>
    private static async Task<(long Count, double Tail, double Allocated)> MeasureAsync(Func<ValueTask> append)
    {
        var time = TimeProvider.System;
        var times = Enumerable.Range(0, Callers).Select(_ => new List<long>(20_000)).ToArray();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var start = time.GetTimestamp();
        await Task.WhenAll(times.Select(own => Task.Run(async () =>
        {
            for (var at = time.GetTimestamp(); time.GetElapsedTime(start, at) < Round; at = time.GetTimestamp())
            {
                await append();
                own.Add(time.GetTimestamp() - at);
            }
        })));
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        var all = times.SelectMany(own => own).Order().ToArray();
        return (all.Length, all[(int)(all.Length * 0.99)] * 1_000.0 / time.TimestampFrequency, allocated / (double)all.Length);
    }

    /// <summary>The times of one write and sync after the other, in milliseconds.</summary>
    private List<double> SyncAlone()
    {
        using var file = new PhysicalDisk().Create(_directory["sync"]);
        var time = TimeProvider.System;
        var times = new List<double>();
        var record = new byte[512];
        for (var number = 0; number < 300; number++)
        {
            var start = time.GetTimestamp();
            file.Write(record, number * record.Length);
            file.Sync();
            times.Add(time.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private static double Tail(IReadOnlyCollection<double> times) => times.Order().ElementAt((int)(times.Count * 0.99));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
