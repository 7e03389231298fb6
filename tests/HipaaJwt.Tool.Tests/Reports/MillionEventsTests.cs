using System.Diagnostics;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Reports;

/// <summary>
/// The cost of a report: a million events in at most 60 s and 512 MB. The time is that of the processor, so that other work on the machine
/// does not count. The report runs on up to two cores, so the time on the clock of an idle machine is shorter.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class MillionEventsTests
{
    private const int AccessesInShift = 68;

    [Fact]
    public async Task A_report_of_a_million_events_takes_at_most_60_s_and_512_MB()
    {
        using var log = await HospitalLog.CreateAsync(seed: 1, AccessesInShift, hasIncidents: true);
        log.Count.Should().BeGreaterThanOrEqualTo(1_000_000);
        var watch = Stopwatch.StartNew();

        using var process = Process.Start("dotnet", [.. ToolProcess.Program, .. ReportOf(log)]);
        var exit = process.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var (peak, cpu) = (0L, TimeSpan.Zero);
        while (!exit.IsCompleted)
        {
            // The system forgets the peak of a process that has ended, so it is read while the process runs.
            process.Refresh();
            peak = Math.Max(peak, process.HasExited ? 0 : process.PeakWorkingSet64);
            cpu = process.HasExited ? cpu : process.TotalProcessorTime;
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{log.Count} events, {watch.Elapsed.TotalSeconds:F1} s, {cpu.TotalSeconds:F1} s of the processor, {peak / 1e6:F0} MB");
        process.ExitCode.Should().Be((int)ExitCode.Ok);
        cpu.Should().BePositive().And.BeLessThan(TimeSpan.FromSeconds(60));
        peak.Should().BeInRange(1, 512_000_000);
    }

    private static string[] ReportOf(HospitalLog log) =>
    [
        "audit", "report", log.Directory, "--from", "2026-01-01", "--time-zone", "Europe/Zurich", "--key",
        log["clinic.pem"], "--key", log["tool.pem"], "--anchor", log.Anchor, "--out", log["year.html"],
        "--recording-key", log["configuration/audit-key.pem"], "--recording-anchor", log.Anchor, "--allow-volatile-file-system",
    ];
}
