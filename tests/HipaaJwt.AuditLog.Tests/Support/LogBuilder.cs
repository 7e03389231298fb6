using System.Globalization;
using System.Text;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Records;

namespace HipaaJwt.AuditLog.Tests.Support;

/// <summary>Writes the files of a stream as a log writer would, step by step, without its guarantees of durability.</summary>
internal sealed class LogBuilder : IDisposable
{
    private readonly MerkleHash _hash = new();
    private readonly List<byte[]> _leaves = [];
    private readonly bool _ownsKey;
    private readonly MerkleFrontier _frontier;
    private long _first;

    public LogBuilder(string directory, string origin = "clinic/1", AuditLogSigningKey? key = null)
    {
        System.IO.Directory.CreateDirectory(directory);
        Directory = directory;
        Origin = origin;
        _ownsKey = key is null;
        Key = key ?? AuditLogSigningKey.Create();
        _frontier = new MerkleFrontier(_hash);
        File.WriteAllText(PathOf(StreamFiles.VerifierKey), Key.VerifierKey.ToString(origin) + "\n");
        Start(null);
    }

    public string Directory { get; }

    public string Origin { get; }

    public AuditLogSigningKey Key { get; }

    public List<AuditLogCheckpoint> Checkpoints { get; } = [];

    public long Count => _frontier.Count;

    /// <summary>The path of the segment that is written.</summary>
    public string Segment => PathOf(StreamFiles.Segment(_first));

    public string PathOf(string name) => Path.Combine(Directory, name);

    public LogBuilder Add(string json)
    {
        var record = Encoding.ASCII.GetBytes(json);
        return Add(record);
    }

    public LogBuilder Add(ReadOnlySpan<byte> json)
    {
        var leaf = new byte[MerkleHash.Length];
        _hash.Leaf(json, leaf);
        Append(Segment, LineOf(Count, leaf, json));
        _frontier.Append(leaf);
        _leaves.Add(leaf);
        return this;
    }

    public LogBuilder Add(AuditEvent auditEvent)
    {
        using var writer = new RecordWriter(null);
        writer.Write(auditEvent);
        return Add(writer.Record);
    }

    /// <summary>Adds short records.</summary>
    public LogBuilder AddMany(int count)
    {
        for (var index = 0; index < count; index++)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{Count}}}"""));
        }

        return this;
    }

    /// <summary>Signs a checkpoint of all records.</summary>
    public LogBuilder Sign()
    {
        var checkpoint = Key.Sign(Origin, Count, _frontier.Root());
        Checkpoints.Add(checkpoint);
        File.AppendAllText(PathOf(StreamFiles.Checkpoints), checkpoint.Note + "\n");
        File.WriteAllText(PathOf(StreamFiles.Checkpoint), checkpoint.Note);
        return this;
    }

    /// <summary>Closes the segment and starts the next one.</summary>
    public LogBuilder Rotate()
    {
        WriteHashes();
        Start(new PreviousSegment(new FileInfo(Segment).Length, SegmentEnd.Rotated));
        return this;
    }

    /// <summary>Writes bytes that were never acknowledged, and starts the next segment with the record that says so.</summary>
    public LogBuilder End(SegmentEnd end, string voidBytes, string? evidence = null)
    {
        var (name, length) = (StreamFiles.Segment(_first), new FileInfo(Segment).Length);
        Append(Segment, Encoding.ASCII.GetBytes(voidBytes));
        WriteHashes();
        Start(new PreviousSegment(length, end));
        return Add(evidence ?? Evidence(end, name, length));
    }

    /// <summary>Deletes the first segments as retention does, and records it first.</summary>
    public LogBuilder Prune(long firstLeft, bool record = true)
    {
        if (record)
        {
            Add($$"""{"schemaVersion":1,"type":"AuditLogPruned","outcome":"Success","resourceId":"{{firstLeft}}"}""").Sign();
        }

        foreach (var path in System.IO.Directory.GetFiles(Directory, "*.jsonl"))
        {
            if (StreamFiles.TryParseSegment(Path.GetFileName(path), out var first) && first < firstLeft)
            {
                File.Delete(path);
                File.Delete(PathOf(StreamFiles.Hashes(first)));
            }
        }

        return this;
    }

    /// <summary>Overwrites the JSON of a record and keeps its hash.</summary>
    public LogBuilder Redact(long index)
    {
        foreach (var path in System.IO.Directory.GetFiles(Directory, "*.jsonl"))
        {
            var lines = File.ReadAllText(path).Split('\n');
            var position = Array.FindIndex(
                lines, line => line.StartsWith($"{index} ", StringComparison.Ordinal) && line.Contains('{', StringComparison.Ordinal));
            if (position > 0)
            {
                var start = lines[position].IndexOf('{', StringComparison.Ordinal);
                lines[position] = lines[position][..start] + new string('-', lines[position].Length - start);
                File.WriteAllText(path, string.Join('\n', lines));
            }
        }

        return this;
    }

    public static string Evidence(SegmentEnd end, string segment, long length)
    {
        var type = end == SegmentEnd.Recovered ? "AuditLogRecovered" : "AuditLogSegmentAbandoned";
        return $$"""{"schemaVersion":1,"type":"{{type}}","resourceType":"AuditLogSegment","resourceId":"{{segment}}","resource":"bytes={{length}}"}""";
    }

    public void Dispose()
    {
        if (_ownsKey)
        {
            Key.Dispose();
        }

        _hash.Dispose();
    }

    private static byte[] LineOf(long index, byte[] leaf, ReadOnlySpan<byte> json)
    {
        var line = new byte[LogLine.LengthOf(index, json.Length)];
        LogLine.Write(index, leaf, json, line).Should().Be(line.Length);
        return line;
    }

    private static void Append(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.Append);
        file.Write(bytes);
    }

    private void Start(PreviousSegment? previous)
    {
        _first = Count;
        _leaves.Clear();
        Append(Segment, new SegmentHeader(Origin, Count, _frontier.Roots(), previous).ToLine());
    }

    private void WriteHashes() => File.WriteAllBytes(PathOf(StreamFiles.Hashes(_first)), [.. _leaves.SelectMany(leaf => leaf)]);
}
