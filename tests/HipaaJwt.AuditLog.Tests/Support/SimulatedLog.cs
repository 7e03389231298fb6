using HipaaJwt.AuditLog.Anchoring;
using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Engine;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Records;
using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Tests.Support;

/// <summary>Opens logs on a disk and reads what they contain.</summary>
internal sealed class SimulatedLog
{
    public const string Directory = "/log";
    public const string Origin = "clinic/test";

    /// <summary>Small enough that a few events fill a segment.</summary>
    public static LogSettings Settings { get; } = new()
    {
        MaxSegmentBytes = 4_096,
        CheckpointEvents = 5,
        CheckpointInterval = TimeSpan.FromMilliseconds(1),
        ProbeInterval = TimeSpan.Zero,
        SpareBytes = 4_096,
    };

    public AuditLogSigningKey Key { get; } = AuditLogSigningKey.Create();

    public LogEngine Open(IDisk disk, SilentObserver? observer = null, LogSettings? settings = null) => LogEngine.Open(
        new LogStream(disk, Directory, Origin, Key),
        [],
        new Anchors([]),
        new LogEngineOptions { Settings = settings ?? Settings },
        observer ?? new SilentObserver(),
        TimeProvider.System);

    public static AuditEvent Event(string requestId) => new(new AuditStamp(Guid.NewGuid(), TimeProvider.System.GetUtcNow(), "host"), null)
    {
        Type = AuditEventType.AccessGranted,
        Subject = "dr.rivera",
        Patient = "p-7",
        RequestId = requestId,
    };

    /// <summary>Appends an event.</summary>
    /// <returns>Whether it was acknowledged.</returns>
    public static async Task<bool> TryAppendAsync(LogEngine log, string requestId)
    {
        try
        {
            await log.AppendAsync(Event(requestId));
            return true;
        }
        catch (AuditLogUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Verifies the log as anybody would, from files.</summary>
    public async Task ExpectValidAsync(SimulatedDisk disk, int seed)
    {
        using var copy = new TemporaryDirectory();
        disk.CopyTo(copy.Path);
        var verification = await new AuditLogVerifier(new AuditLogVerificationOptions { Keys = { Key.VerifierKey } })
            .VerifyAsync(copy.Path);
        verification.IsValid.Should().BeTrue("{0}, seed {1}", verification, seed);
    }

    /// <summary>The events in the order of the log. It trusts the headers, and checks no hash.</summary>
    public static List<AuditEvent> Read(IDisk disk)
    {
        var names = disk.List(Directory).Where(name => StreamFiles.TryParseSegment(name, out _)).Order(StringComparer.Ordinal).ToArray();
        List<AuditEvent> events = [];
        for (var index = 0; index < names.Length; index++)
        {
            long? limit = index + 1 < names.Length ? HeaderOf(disk, names[index + 1]).Previous!.Value.Bytes : null;
            using var file = disk.OpenRead(Path.Combine(Directory, names[index]));
            using var lines = new LineReader(file);
            lines.TryRead().Should().BeTrue();
            while ((limit is null || lines.NextOffset < limit) && lines.TryRead() && LogLine.TryParse(lines.Line, out var line))
            {
                line.Index.Should().Be(events.Count);
                events.Add(RecordReader.TryRead(line.Json.ToArray())!);
            }
        }

        return events;
    }

    private static SegmentHeader HeaderOf(IDisk disk, string name)
    {
        using var file = disk.OpenRead(Path.Combine(Directory, name));
        using var lines = new LineReader(file);
        return lines.TryRead() && SegmentHeader.TryParse(lines.Line, out var header) ? header : throw new InvalidDataException(name);
    }
}
