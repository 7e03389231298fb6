using System.Globalization;

namespace HipaaJwt.AuditLog.Format;

/// <summary>The names of the files in the directory of a stream.</summary>
internal static class StreamFiles
{
    /// <summary>The newest signed checkpoint.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>All signed checkpoints, each followed by an empty line.</summary>
    public const string Checkpoints = "checkpoints";

    /// <summary>The verifier key of the stream, one line.</summary>
    public const string VerifierKey = "vkey";

    /// <summary>The host and the process that write the stream.</summary>
    public const string Lock = "lock";

    public const string SegmentExtension = ".jsonl";

    public const string HashesExtension = ".hashes";

    /// <summary>The number of digits of the first index of a segment in the names of its files.</summary>
    public const int IndexDigits = 20;

    /// <summary>The name of the segment that starts at an index.</summary>
    public static string Segment(long first) => Digits(first) + SegmentExtension;

    /// <summary>The name of the leaf hashes of a closed segment.</summary>
    public static string Hashes(long first) => Digits(first) + HashesExtension;

    /// <summary>The name of the copy of bytes that a crash left incomplete.</summary>
    public static string Torn(long first, long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"torn-{Digits(first)}-{offset}.bin");

    /// <summary>Reads the first index from the name of a segment.</summary>
    /// <returns>False if the file is not a segment.</returns>
    public static bool TryParseSegment(string name, out long first)
    {
        first = 0;
        return name.Length == IndexDigits + SegmentExtension.Length
            && name.EndsWith(SegmentExtension, StringComparison.Ordinal)
            && name.AsSpan(0, IndexDigits).IndexOfAnyExceptInRange('0', '9') < 0
            && long.TryParse(name.AsSpan(0, IndexDigits), NumberStyles.None, CultureInfo.InvariantCulture, out first);
    }

    private static string Digits(long first) => first.ToString("D20", CultureInfo.InvariantCulture);
}
