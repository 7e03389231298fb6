using System.Globalization;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Files;

/// <summary>Processes that are killed while four threads write.</summary>
public sealed class KillTests
{
    private const int Threads = 4;

    /// <summary>Set HIPAAJWT_KILLS to kill more often.</summary>
    private static readonly int Kills =
        int.Parse(Environment.GetEnvironmentVariable("HIPAAJWT_KILLS") ?? "30", CultureInfo.InvariantCulture);

    [Fact]
    public async Task No_acknowledged_event_is_lost_and_the_log_verifies_after_each_kill()
    {
        using var directory = new TemporaryDirectory();
        var random = new Random(17);
        List<string> acknowledged = [];
        for (var kill = 0; kill < Kills; kill++)
        {
            using var writer = WriterProcess.Start(directory.Path, $"{kill}", Threads, events: 1_000_000);
            (await writer.ReadLineAsync()).Should().StartWith("open ");
            for (var left = random.Next(400); left > 0; left--)
            {
                acknowledged.Add((await writer.ReadLineAsync())!);
            }

            writer.Kill();
            acknowledged.AddRange(await writer.ReadToEndAsync());
            await writer.WaitAsync();
            await LogFiles.ExpectValidAsync(directory.Path);
        }

        await using (var log = await FileAuditLog.OpenAsync(WriterProgram.OptionsOf(directory.Path), TimeProvider.System))
        {
            log.Count.Should().BeGreaterThan(acknowledged.Count);
        }

        Directory.EnumerateDirectories(directory.Path).Should().ContainSingle("each process continues the stream of the one before");
        var ids = LogFiles.Read(directory.Path).Select(auditEvent => auditEvent.RequestId).OfType<string>().ToArray();
        ids.Should().OnlyHaveUniqueItems();
        acknowledged.Except(ids).Should().BeEmpty();
        await LogFiles.ExpectValidAsync(directory.Path);
    }
}
