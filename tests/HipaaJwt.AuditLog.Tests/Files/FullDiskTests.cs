using System.Diagnostics;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Files;

/// <summary>A real file system that fills up: a small image, mounted as a loop device.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Mount => _directory["mount"];

    public void Dispose()
    {
        Run("umount", Mount);
        _directory.Dispose();
    }

    [Fact]
    public async Task Rejects_events_on_a_full_disk_and_continues_when_there_is_room()
    {
        Assert.SkipUnless(TryMount(), "Only root can mount a loop device, and only on a machine that has one.");
        var filler = Path.Combine(Mount, "filler");
        var options = WriterProgram.OptionsOf(Path.Combine(Mount, "log"));
        List<string> acknowledged = [];
        await using (var log = await FileAuditLog.OpenAsync(options, TimeProvider.System))
        {
            Fill(filler);
            await WriteUntilAsync(log, acknowledged, isAcknowledged: false);
            log.Status.Should().Be(AuditLogStatus.Full);

            File.Delete(filler);
            await WriteUntilAsync(log, acknowledged, isAcknowledged: true);
            log.Status.Should().Be(AuditLogStatus.Writing);
        }

        var events = LogFiles.Read(options.Directory);
        acknowledged.Except(events.Select(auditEvent => auditEvent.RequestId)).Should().BeEmpty();
        events.Select(auditEvent => auditEvent.Type).Should().Contain(AuditEventType.AuditLogFull);
        await LogFiles.ExpectValidAsync(options.Directory);
    }

    private static async Task WriteUntilAsync(FileAuditLog log, List<string> acknowledged, bool isAcknowledged)
    {
        for (var number = 0; number < 100_000; number++)
        {
            var id = $"{isAcknowledged}-{number}";
            try
            {
                await log.WriteAsync(SimulatedLog.Event(id));
                acknowledged.Add(id);
            }
            catch (AuditLogUnavailableException) when (!isAcknowledged)
            {
                return;
            }
            catch (AuditLogUnavailableException)
            {
                // The log tries again once in a second.
                continue;
            }

            if (isAcknowledged)
            {
                return;
            }
        }

        Assert.Fail("The outcome did not change.");
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4_096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process =
                Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private bool TryMount()
    {
        var image = _directory["image"];
        using (var file = File.Create(image))
        {
            file.SetLength(8 * 1024 * 1024);
        }

        Directory.CreateDirectory(Mount);
        return OperatingSystem.IsLinux() && Run("mkfs.ext4", "-q", image) && Run("mount", "-o", "loop", image, Mount);
    }
}
