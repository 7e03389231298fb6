using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Streams;

/// <summary>A segment of a stream.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="First">The index of the first record, from the name of the file.</param>
internal sealed record SegmentFile(string Path, long First)
{
    /// <summary>The name of the file.</summary>
    public string Name { get; } = StreamFiles.Segment(First);

    /// <summary>The path of the file with the hashes of the segment.</summary>
    public string HashesPath => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, StreamFiles.Hashes(First));

    /// <summary>Lists the segments of a stream in the order of their records.</summary>
    public static IReadOnlyList<SegmentFile> List(string directory)
    {
        var segments = new List<SegmentFile>();
        foreach (var path in Directory.EnumerateFiles(directory, "*" + StreamFiles.SegmentExtension))
        {
            if (StreamFiles.TryParseSegment(System.IO.Path.GetFileName(path), out var first))
            {
                segments.Add(new SegmentFile(path, first));
            }
        }

        segments.Sort((left, right) => left.First.CompareTo(right.First));
        return segments;
    }

    /// <summary>Reads the header.</summary>
    public SegmentStart ReadStart()
    {
        using var file = LogFile.Open(Path);
        using var reader = new LineReader(file);
        if (!reader.TryRead())
        {
            return new SegmentStart(null, 0, file.Length <= LogLine.MaxLength);
        }

        return SegmentHeader.TryParse(reader.Line, out var header)
            ? new SegmentStart(header, reader.NextOffset, false)
            : new SegmentStart(null, 0, false);
    }
}
