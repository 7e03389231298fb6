using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Records;

namespace HipaaJwt.AuditLog.Tests.Files;

/// <summary>Verifies logs in real files, and reads their events.</summary>
internal static class LogFiles
{
    public static AuditLogSigningKey KeyOf(string directory) =>
        AuditLogSigningKey.TryParsePem(File.ReadAllText(Path.Combine(directory, "signing.key")), out var key)
            ? key
            : throw new InvalidDataException("The key is not readable.");

    public static async Task<AuditLogVerification> VerifyAsync(string directory, params AuditLogCheckpoint[] anchors)
    {
        using var key = KeyOf(directory);
        var options = new AuditLogVerificationOptions { Keys = { key.VerifierKey } };
        foreach (var anchor in anchors)
        {
            options.Anchors.Add(anchor);
        }

        return await new AuditLogVerifier(options).VerifyAsync(directory);
    }

    public static async Task ExpectValidAsync(string directory)
    {
        var verification = await VerifyAsync(directory);
        verification.IsValid.Should()
            .BeTrue("{0}", verification.Streams.Select(stream => stream.Problem).FirstOrDefault(problem => problem is not null));
    }

    /// <summary>The events of all streams, each in the order of its stream.</summary>
    public static List<AuditEvent> Read(string directory)
    {
        List<AuditEvent> events = [];
        foreach (var stream in Directory.EnumerateDirectories(directory))
        {
            string[] segments = [.. Directory.EnumerateFiles(stream, "*.jsonl").Order(StringComparer.Ordinal)];
            for (var index = 0; index < segments.Length; index++)
            {
                long? limit = index + 1 < segments.Length ? HeaderOf(segments[index + 1]).Previous?.Bytes : null;
                Read(segments[index], limit, events);
            }
        }

        return events;
    }

    private static void Read(string path, long? limit, List<AuditEvent> events)
    {
        using var file = new PhysicalDisk().OpenRead(path);
        using var lines = new LineReader(file);
        var hasHeader = lines.TryRead();
        while (hasHeader && (limit is null || lines.NextOffset < limit) && lines.TryRead() && LogLine.TryParse(lines.Line, out var line))
        {
            events.Add(RecordReader.TryRead(line.Json.ToArray())!);
        }
    }

    private static SegmentHeader HeaderOf(string path)
    {
        using var file = File.OpenRead(path);
        using var lines = new LineReader(file);
        return lines.TryRead() && SegmentHeader.TryParse(lines.Line, out var header) ? header : throw new InvalidDataException(path);
    }
}
