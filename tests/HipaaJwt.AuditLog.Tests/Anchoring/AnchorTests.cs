using System.Collections.Concurrent;
using System.Net;
using System.Text;
using HipaaJwt.AuditLog.Tests.Files;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Anchoring;

/// <summary>Anchors in files, over HTTP, and ones that fail.</summary>
public sealed class AnchorTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Log => _directory["log"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_newest_checkpoint_reaches_a_directory_and_shows_that_the_end_was_cut_off()
    {
        Directory.CreateDirectory(_directory["anchor"]);
        await using (var log = await OpenAsync(options => options.AnchorDirectory = _directory["anchor"]))
        {
            await log.WriteAsync(SimulatedLog.Event("r-1"));
        }

        var anchor = Read(await File.ReadAllTextAsync(Directory.EnumerateFiles(_directory["anchor"]).Single()));
        anchor.Size.Should().Be(3);
        (await LogFiles.VerifyAsync(Log, anchor)).Verdict.Should().Be(AuditLogVerdict.Valid);

        await CutLastEventAsync();
        (await LogFiles.VerifyAsync(Log, anchor)).IsValid.Should().BeFalse();
    }

    [Fact]
    public async Task Checkpoints_are_posted_in_ascending_order_and_verify()
    {
        using var server = new AnchorServer();
        await using (var log = await OpenAsync(options => options.AnchorAddress = server.Address))
        {
            for (var number = 0; number < 200; number++)
            {
                await log.WriteAsync(SimulatedLog.Event($"r-{number}"));
            }
        }

        using var key = LogFiles.KeyOf(Log);
        var checkpoints = server.Notes.Select(Read).ToArray();
        checkpoints.Should().OnlyContain(checkpoint => key.VerifierKey.Verifies(checkpoint));
        checkpoints.Select(checkpoint => checkpoint.Size).Should().BeInAscendingOrder();
        checkpoints[0].Size.Should().Be(0, "a note is anchored before the first event");
        checkpoints[^1].Size.Should().Be(202);
        (await LogFiles.VerifyAsync(Log, checkpoints)).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task Events_are_written_while_an_anchor_never_answers()
    {
        await using var log = await OpenAsync(options => options.Anchors.Add(new SilentAnchor()));

        await log.WriteAsync(SimulatedLog.Event("r-1"));
        log.Status.Should().Be(AuditLogStatus.Writing);
    }

    [Fact]
    public async Task Events_beyond_the_limit_are_rejected_until_the_anchor_answers()
    {
        var anchor = new SilentAnchor();
        await using var log = await OpenAsync(options =>
        {
            options.Anchors.Add(anchor);
            options.RejectUnanchored = true;
            options.MaxUnanchoredEvents = 10;
        });
        var acknowledged = 0;
        while (await TryWriteAsync(log))
        {
            (++acknowledged).Should().BeLessThan(20);
        }

        log.Status.Should().Be(AuditLogStatus.Unanchored);
        anchor.Answer();
        while (!await TryWriteAsync(log))
        {
            await Task.Yield();
        }

        log.Status.Should().Be(AuditLogStatus.Writing);
    }

    [Fact]
    public async Task Another_root_at_the_same_size_stops_the_log()
    {
        Directory.CreateDirectory(_directory["anchor"]);
        await using var log = await OpenAsync(options => options.AnchorDirectory = _directory["anchor"]);
        using var key = LogFiles.KeyOf(Log);
        var path = Directory.EnumerateFiles(_directory["anchor"]).Single();
        await File.WriteAllTextAsync(path, key.Sign(log.Origin, 1_000, new byte[32]).Note);

        await EventuallyAsync(async () => !await TryWriteAsync(log));

        log.Status.Should().Be(AuditLogStatus.Contradicted);
        var count = log.Count;
        await log.DisposeAsync();
        LogFiles.Read(Log).Should().HaveCount((int)count, "nothing is written after the contradiction, not even that the log has stopped");
        await this.Awaiting(_ => OpenAsync(options => options.AnchorDirectory = _directory["anchor"]))
            .Should().ThrowAsync<AuditLogDamagedException>();
    }

    [Theory]
    [InlineData(409, AuditLogStatus.Contradicted)]
    [InlineData(500, AuditLogStatus.Writing)]
    public async Task Only_a_conflict_of_an_endpoint_stops_the_log(int statusCode, AuditLogStatus expected)
    {
        using var server = new AnchorServer(statusCode);
        await using var log = await OpenAsync(options => options.AnchorAddress = server.Address);

        await EventuallyAsync(async () =>
        {
            await TryWriteAsync(log);
            return !server.Notes.IsEmpty && log.Status == expected;
        });
        (await TryWriteAsync(log)).Should().Be(expected == AuditLogStatus.Writing);
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            limit.IsCancellationRequested.Should().BeFalse("it must happen within a minute");
            await Task.Yield();
        }
    }

    private static async Task<bool> TryWriteAsync(FileAuditLog log)
    {
        try
        {
            await log.WriteAsync(SimulatedLog.Event("r"));
            return true;
        }
        catch (AuditLogUnavailableException)
        {
            return false;
        }
    }

    private static AuditLogCheckpoint Read(string note) =>
        AuditLogCheckpoint.TryParse(note, out var checkpoint) ? checkpoint : throw new InvalidDataException(note);

    private async Task CutLastEventAsync()
    {
        var stream = Directory.EnumerateDirectories(Log).Single();
        var segment = Directory.EnumerateFiles(stream, "*.jsonl").Single();
        var lines = await File.ReadAllLinesAsync(segment);
        await File.WriteAllTextAsync(segment, string.Join('\n', lines[..^1]) + "\n");
        foreach (var path in Directory.EnumerateFiles(stream).Where(path => path.EndsWith(".hashes", StringComparison.Ordinal)))
        {
            File.Delete(path);
        }

        // Somebody who can delete events can delete the newest checkpoints too.
        var notes = (await File.ReadAllTextAsync(Path.Combine(stream, "checkpoints"))).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        await File.WriteAllTextAsync(Path.Combine(stream, "checkpoints"), $"{notes[0]}\n\n{notes[1]}\n\n");
        await File.WriteAllTextAsync(Path.Combine(stream, "checkpoint"), $"{notes[0]}\n\n{notes[1]}\n");
    }

    private Task<FileAuditLog> OpenAsync(Action<FileAuditLogOptions> configure)
    {
        var options = WriterProgram.OptionsOf(Log);
        configure(options);
        return FileAuditLog.OpenAsync(options, TimeProvider.System);
    }

    /// <summary>An anchor that answers only when the test says so.</summary>
    private sealed class SilentAnchor : IAuditLogAnchor
    {
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "silent";

        public void Answer() => _answer.SetResult();

        public async ValueTask PublishAsync(AuditLogCheckpoint checkpoint, CancellationToken cancellationToken) => await _answer.Task;

        public ValueTask<AuditLogCheckpoint?> ReadAsync(string origin, CancellationToken cancellationToken) =>
            new((AuditLogCheckpoint?)null);
    }

    /// <summary>A real HTTP server that keeps notes.</summary>
    private sealed class AnchorServer : IDisposable
    {
        private readonly HttpListener _listener = new();

        private readonly int _statusCode;

        public AnchorServer(int statusCode = 204)
        {
            _statusCode = statusCode;
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
            probe.Stop();
            _listener.Prefixes.Add(Address.AbsoluteUri);
            _listener.Start();
            _ = ServeAsync();
        }

        public Uri Address { get; }

        public ConcurrentQueue<string> Notes { get; } = new();

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                    Notes.Enqueue(await reader.ReadToEndAsync());
                    context.Response.StatusCode = _statusCode;
                    context.Response.Close();
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The test has ended.
            }
        }
    }
}
