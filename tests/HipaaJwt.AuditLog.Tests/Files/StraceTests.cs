using System.Text.RegularExpressions;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Files;

/// <summary>The system calls of a process that writes a log, and system calls that fail on a real file system.</summary>
public sealed partial class StraceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Log => _directory["log"];

    private string Trace => _directory["trace"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Syncs_each_group_once_between_its_write_and_its_acknowledgement()
    {
        RequireStrace();
        var lines = await RunAsync(["-e", "trace=pwrite64,fsync,write"], threads: 4, events: 200);

        lines.Count(line => line.StartsWith("r-", StringComparison.Ordinal)).Should().Be(800);
        var calls = SegmentCalls();
        calls.Should().NotBeEmpty();
        for (var index = 0; index < calls.Count; index += 2)
        {
            calls[index].Should().Be("pwrite64");
            calls.ElementAtOrDefault(index + 1).Should().Be("fsync", "each group has exactly one sync");
        }
    }

    [Theory]
    [InlineData("fsync", "EIO", 40)]
    [InlineData("fsync", "EIO", 9)]
    [InlineData("fsync", "ENOSPC", 12)]
    [InlineData("pwrite64", "EIO", 8)]
    [InlineData("pwrite64", "ENOSPC", 11)]
    [InlineData("pwrite64", "EROFS", 14)]
    [InlineData("rename", "EIO", 6)]
    [InlineData("statx", "EIO", 30)]
    public async Task Loses_no_acknowledged_event_when_a_system_call_fails(string call, string error, int when)
    {
        RequireStrace();
        var lines =
            await RunAsync(["-e", $"trace={call}", "-e", $"inject={call}:error={error}:when={when}..{when + 2}"], threads: 4, events: 100);

        var acknowledged = lines.Where(line => line.StartsWith("r-", StringComparison.Ordinal)).ToArray();
        acknowledged.Should().NotBeEmpty("the log recovers");
        var ids = LogFiles.Read(Log).Select(auditEvent => auditEvent.RequestId).OfType<string>().ToArray();
        ids.Should().OnlyHaveUniqueItems();
        acknowledged.Except(ids).Should().BeEmpty();
        await LogFiles.ExpectValidAsync(Log);
        await using var log = await FileAuditLog.OpenAsync(WriterProgram.OptionsOf(Log), TimeProvider.System);
        log.Status.Should().Be(AuditLogStatus.Writing);
    }

    private static void RequireStrace()
    {
        var isPresent = File.Exists("/usr/bin/strace");
        Assert.SkipUnless(isPresent || Environment.GetEnvironmentVariable("CI") == "true", "strace is not installed.");
        isPresent.Should().BeTrue("CI has strace");
    }

    private async Task<string[]> RunAsync(string[] options, int threads, int events)
    {
        string[] wrapper = ["/usr/bin/strace", "-f", "-y", "-qq", "--seccomp-bpf", "-o", Trace, .. options];
        using var writer = WriterProcess.Start(Log, "r", threads, events, wrapper);
        var lines = await writer.ReadToEndAsync();
        await writer.WaitAsync();
        return lines;
    }

    /// <summary>The writes and syncs of segments under their names, in order.</summary>
    private List<string> SegmentCalls() =>
        [.. File.ReadLines(Trace).Select(line => SegmentCall().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\b(pwrite64|fsync)\(\d+<[^>]*/\d{20}\.jsonl(?: \(deleted\))?>")]
    private static partial Regex SegmentCall();
}
