using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Files;

/// <summary>Logs in real files.</summary>
public sealed class FileAuditLogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Stream => Directory.EnumerateDirectories(_directory.Path).Single();

    private string Segment => Directory.EnumerateFiles(Stream, "*.jsonl").Order(StringComparer.Ordinal).First();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Writes_an_event_that_is_read_back_with_all_its_fields()
    {
        var written = SimulatedLog.Event("r-1");
        await using (var log = await OpenAsync())
        {
            await log.WriteAsync(written);
            (await File.ReadAllTextAsync(Segment)).Should().Contain(
                "\"requestId\":\"r-1\"", "the event is in the file when the write completes");
        }

        LogFiles.Read(_directory.Path).Select(auditEvent => auditEvent.Type).Should().Equal(
            AuditEventType.AuditLogStarted, AuditEventType.AccessGranted, AuditEventType.AuditLogStopped);
        LogFiles.Read(_directory.Path)[1].Should().BeEquivalentTo(written);
        await LogFiles.ExpectValidAsync(_directory.Path);
    }

    [Fact]
    public async Task Continues_its_stream_after_an_orderly_end()
    {
        await WriteAsync("first");
        await WriteAsync("second");

        LogFiles.Read(_directory.Path).Select(auditEvent => auditEvent.Type).Should().NotContain(AuditEventType.AuditLogRecovered);
        LogFiles.Read(_directory.Path).Select(auditEvent => auditEvent.RequestId).OfType<string>().Should().Equal("first", "second");
        await LogFiles.ExpectValidAsync(_directory.Path);
    }

    [Fact]
    public async Task Two_open_logs_have_two_streams()
    {
        await using (var one = await OpenAsync())
        await using (var other = await OpenAsync())
        {
            other.Origin.Should().NotBe(one.Origin);
            await one.WriteAsync(SimulatedLog.Event("one"));
            await other.WriteAsync(SimulatedLog.Event("other"));
        }

        await LogFiles.ExpectValidAsync(_directory.Path);
        (await LogFiles.VerifyAsync(_directory.Path)).Streams.Should().HaveCount(2);
    }

    [Fact]
    public async Task Files_are_readable_by_the_user_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes.");
            return;
        }

        await WriteAsync("r-1");

        const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var path in Directory.EnumerateFileSystemEntries(_directory.Path, "*", SearchOption.AllDirectories))
        {
            (File.GetUnixFileMode(path) & Others).Should().Be(UnixFileMode.None, path);
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    public async Task Does_not_start_over_a_record_that_was_changed_below_the_checkpoint(double position)
    {
        await WriteAsync("r-1");
        var bytes = await File.ReadAllBytesAsync(Segment);
        bytes[(int)(bytes.Length * position)] ^= 1;
        await File.WriteAllBytesAsync(Segment, bytes);

        await FluentActions.Awaiting(() => OpenAsync()).Should().ThrowAsync<AuditLogDamagedException>();
    }

    [Fact]
    public async Task Does_not_start_after_its_end_was_cut_off()
    {
        await WriteAsync("r-1");
        var lines = await File.ReadAllLinesAsync(Segment);
        await File.WriteAllTextAsync(Segment, string.Join('\n', lines[..^1]) + "\n");

        await FluentActions.Awaiting(() => OpenAsync()).Should().ThrowAsync<AuditLogDamagedException>()
            .WithMessage("*the end was cut off or lost*");
    }

    [Fact]
    public async Task Does_not_start_after_log_and_checkpoints_went_back_behind_the_anchor()
    {
        using var anchor = new TemporaryDirectory();
        await WriteAsync("first", options => options.AnchorDirectory = anchor.Path);
        using var copy = new TemporaryDirectory();
        CopyTo(Stream, copy.Path);
        await WriteAsync("second", options => options.AnchorDirectory = anchor.Path);
        Directory.Delete(Stream, recursive: true);
        CopyTo(copy.Path, Path.Combine(_directory.Path, "restored"));

        var open = () => OpenAsync(options => options.AnchorDirectory = anchor.Path);
        await open.Should().ThrowAsync<AuditLogDamagedException>().WithMessage("*a checkpoint covers*");
    }

    [Fact]
    public async Task Sets_an_incomplete_line_aside_and_says_so()
    {
        await WriteAsync("r-1");
        await File.AppendAllTextAsync(Segment, "3 incomplete");
        await WriteAsync("r-2");

        var recovered = LogFiles.Read(_directory.Path).Should()
            .ContainSingle(auditEvent => auditEvent.Type == AuditEventType.AuditLogRecovered).Subject;
        recovered.ResourceId.Should().Be(Path.GetFileName(Segment));
        Directory.EnumerateFiles(Stream, "torn-*.bin").Should().ContainSingle().Which.Should()
            .Match(path => File.ReadAllText(path) == "3 incomplete");
        await LogFiles.ExpectValidAsync(_directory.Path);
    }

    [Fact]
    public async Task Begins_a_new_stream_under_a_new_key()
    {
        await WriteAsync("r-1");
        File.Delete(Path.Combine(_directory.Path, "signing.key"));
        await WriteAsync("r-2");

        Directory.EnumerateDirectories(_directory.Path).Should().HaveCount(2);
    }

    [Fact]
    public async Task Does_not_use_a_key_that_others_can_read()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes.");
            return;
        }

        await WriteAsync("r-1");
        File.SetUnixFileMode(
            Path.Combine(_directory.Path, "signing.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        await FluentActions.Awaiting(() => OpenAsync()).Should().ThrowAsync<ArgumentException>().WithMessage("*Set its mode to 0600*");
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("replaced")]
    [InlineData("cut")]
    public async Task Gives_up_a_segment_whose_file_was_changed_from_outside_and_goes_on(string change)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells which file has a name.");
        await using (var log = await OpenAsync())
        {
            await log.WriteAsync(SimulatedLog.Event("before"));
            Change(Segment, change);
            await EventuallyAsync(async () =>
            {
                await log.WriteAsync(SimulatedLog.Event("after"));
                return Directory.EnumerateFiles(Stream, "*.jsonl").Select(Path.GetFileName).Any(name => name != StreamFiles.Segment(0));
            });
            log.Status.Should().Be(AuditLogStatus.Writing);
        }

        LogFiles.Read(_directory.Path).Select(auditEvent => auditEvent.Type).Should().Contain(AuditEventType.AuditLogSegmentAbandoned);
        (await LogFiles.VerifyAsync(_directory.Path)).IsValid.Should().Be(change == "replaced", "a copy has all events");
    }

    [Fact]
    public async Task Does_not_start_on_a_file_system_in_memory()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "There is no file system in memory.");
        var path = Path.Combine("/dev/shm", Guid.NewGuid().ToString("N"));
        try
        {
            var open = () => FileAuditLog.OpenAsync(new FileAuditLogOptions { Directory = path }, TimeProvider.System);
            await open.Should().ThrowAsync<ArgumentException>().WithMessage("*lies on the file system tmpfs*AllowVolatileFileSystem*");
            await using var log = await FileAuditLog.OpenAsync(
                new FileAuditLogOptions { Directory = path, AllowVolatileFileSystem = true }, TimeProvider.System);
            log.Status.Should().Be(AuditLogStatus.Writing);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    [Fact]
    public async Task Rejects_events_after_its_end()
    {
        var log = await OpenAsync();
        await log.DisposeAsync();

        await log.Invoking(async closed => await closed.WriteAsync(SimulatedLog.Event("late"))).Should()
            .ThrowAsync<AuditLogUnavailableException>();
        log.Status.Should().Be(AuditLogStatus.Closed);
    }

    private static void Change(string path, string change)
    {
        switch (change)
        {
            case "deleted":
                File.Delete(path);
                break;
            case "replaced":
                File.Copy(path, path + ".copy");
                File.Move(path + ".copy", path, overwrite: true);
                break;
            default:
                using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                {
                    file.SetLength(0);
                }

                break;
        }
    }

    private static void CopyTo(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var path in Directory.EnumerateFiles(source))
        {
            File.Copy(path, Path.Combine(target, Path.GetFileName(path)));
        }
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var tries = 0; !await condition(); tries++)
        {
            tries.Should().BeLessThan(10_000);
        }
    }

    private async Task WriteAsync(string requestId, Action<FileAuditLogOptions>? configure = null)
    {
        await using var log = await OpenAsync(configure);
        await log.WriteAsync(SimulatedLog.Event(requestId));
    }

    private Task<FileAuditLog> OpenAsync(Action<FileAuditLogOptions>? configure = null)
    {
        var options = WriterProgram.OptionsOf(_directory.Path);
        configure?.Invoke(options);
        return FileAuditLog.OpenAsync(options, TimeProvider.System);
    }
}
