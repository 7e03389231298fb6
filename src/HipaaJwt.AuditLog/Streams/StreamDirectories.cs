using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Streams;

/// <summary>Finds the directories of streams.</summary>
internal static class StreamDirectories
{
    /// <summary>The directory itself, if it is a stream, and its subdirectories that are streams, by their names.</summary>
    public static IReadOnlyList<string> Find(string directory)
    {
        if (!Directory.Exists(directory))
        {
            return [];
        }

        var candidates = Directory.GetDirectories(directory);
        Array.Sort(candidates, StringComparer.Ordinal);
        return [.. candidates.Prepend(directory).Where(IsStream)];
    }

    /// <summary>The first directory whose first segment names a stream; null if there is none.</summary>
    public static string? Find(string directory, string origin) =>
        Find(directory).FirstOrDefault(candidate => OriginOf(candidate) == origin);

    /// <summary>The name of the stream in the header of the first readable segment; null if there is none.</summary>
    public static string? OriginOf(string directory) =>
        SegmentFile.List(directory).Select(segment => segment.ReadStart().Header?.Origin).FirstOrDefault(origin => origin is not null);

    private static bool IsStream(string directory) =>
        File.Exists(Path.Combine(directory, StreamFiles.Checkpoint))
        || File.Exists(Path.Combine(directory, StreamFiles.Checkpoints))
        || File.Exists(Path.Combine(directory, StreamFiles.VerifierKey))
        || SegmentFile.List(directory).Count > 0;
}
