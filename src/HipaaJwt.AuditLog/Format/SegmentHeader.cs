using System.Buffers;
using System.Numerics;
using System.Text.Json;
using HipaaJwt.AuditLog.Keys;
using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Format;

/// <summary>The first line of a segment. It makes the segment verifiable alone.</summary>
/// <param name="Origin">The name of the stream.</param>
/// <param name="First">The index of the first record.</param>
/// <param name="Frontier">The roots of the complete subtrees of all records before, largest first.</param>
/// <param name="Previous">The end of the segment before; null in the first segment.</param>
internal sealed record SegmentHeader(string Origin, long First, IReadOnlyList<byte[]> Frontier, PreviousSegment? Previous)
{
    public const string Format = "hipaajwt-audit/2";

    /// <summary>Writes the header as one line with its line feed.</summary>
    public byte[] ToLine()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("origin", Origin);
            json.WriteNumber("first", First);
            json.WriteStartArray("frontier");
            foreach (var root in Frontier)
            {
                json.WriteBase64StringValue(root);
            }

            json.WriteEndArray();
            if (Previous is { } previous)
            {
                json.WriteStartObject("previous");
                json.WriteNumber("bytes", previous.Bytes);
                json.WriteString("reason", NameOf(previous.Reason));
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Reads the first line of a segment without its line feed. Only the bytes that <see cref="ToLine"/> writes are accepted.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out SegmentHeader header)
    {
        header = null!;
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            if (Read(document.RootElement) is not { } parsed || !parsed.ToLine().AsSpan()[..^1].SequenceEqual(line))
            {
                return false;
            }

            header = parsed;
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static SegmentHeader? Read(JsonElement json)
    {
        if (!Get(json, "format", JsonValueKind.String, out var format) || format.GetString() != Format
            || !Get(json, "origin", JsonValueKind.String, out var origin) || !NoteSignature.IsName(origin.GetString())
            || !Get(json, "first", JsonValueKind.Number, out var number) || !number.TryGetInt64(out var first) || first < 0
            || !Get(json, "frontier", JsonValueKind.Array, out var array))
        {
            return null;
        }

        byte[][] frontier = [.. array.EnumerateArray().Select(root => root.GetBytesFromBase64())];
        var isComplete = frontier.Length == BitOperations.PopCount((ulong)first) && frontier.All(root => root.Length == MerkleHash.Length);
        if (!isComplete)
        {
            return null;
        }

        if (!json.TryGetProperty("previous", out var previous))
        {
            return new SegmentHeader(origin.GetString()!, first, frontier, null);
        }

        return Get(previous, "bytes", JsonValueKind.Number, out var bytes) && bytes.TryGetInt64(out var length) && length >= 0
            && Get(previous, "reason", JsonValueKind.String, out var reason) && EndOf(reason.GetString()) is { } end
            ? new SegmentHeader(origin.GetString()!, first, frontier, new PreviousSegment(length, end))
            : null;
    }

    private static bool Get(JsonElement json, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out value) && value.ValueKind == kind;
    }

    private static string NameOf(SegmentEnd end) => end switch
    {
        SegmentEnd.Rotated => "rotated",
        SegmentEnd.Abandoned => "abandoned",
        _ => "recovered",
    };

    private static SegmentEnd? EndOf(string? name) => name switch
    {
        "rotated" => SegmentEnd.Rotated,
        "abandoned" => SegmentEnd.Abandoned,
        "recovered" => SegmentEnd.Recovered,
        _ => null,
    };
}
