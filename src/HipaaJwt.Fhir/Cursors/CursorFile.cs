using System.Text.Json;

namespace HipaaJwt.Fhir.Cursors;

/// <summary>
/// The file with the position in each stream. It is replaced as a whole, so a crash leaves the old or the new one. An exclusive lock keeps
/// a second export from using it. Not thread-safe.
/// </summary>
internal sealed class CursorFile : IDisposable
{
    private const int Version = 1;

    private readonly string? _path;
    private readonly FileStream? _lock;
    private readonly SortedDictionary<string, StreamPosition> _positions;

    private CursorFile(string? path, FileStream? exclusive, SortedDictionary<string, StreamPosition> positions)
    {
        _path = path;
        _lock = exclusive;
        _positions = positions;
    }

    /// <summary>Opens the file.</summary>
    /// <exception cref="IOException">Another export uses it, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not a cursor.</exception>
    public static CursorFile Open(string path)
    {
        var exclusive = PrivateFiles.Open(path + ".lock", FileMode.OpenOrCreate, FileShare.None);
        try
        {
            return new CursorFile(path, exclusive, File.Exists(path) ? Read(File.ReadAllBytes(path)) : new(StringComparer.Ordinal));
        }
        catch
        {
            exclusive.Dispose();
            throw;
        }
    }

    /// <summary>A cursor that starts at the first records and forgets.</summary>
    public static CursorFile InMemory() => new(null, null, new(StringComparer.Ordinal));

    /// <summary>The streams that it names.</summary>
    public IEnumerable<string> Origins => _positions.Keys;

    /// <summary>The position in a stream; null if nothing of it was exported.</summary>
    public StreamPosition? Find(string origin) => _positions.GetValueOrDefault(origin);

    /// <summary>Sets a position. <see cref="Save"/> makes it durable.</summary>
    public void Set(string origin, StreamPosition position) => _positions[origin] = position;

    /// <summary>Makes the positions durable.</summary>
    public void Save()
    {
        if (_path is not null)
        {
            PrivateFiles.Replace(_path, Write());
        }
    }

    public void Dispose() => _lock?.Dispose();

    private static SortedDictionary<string, StreamPosition> Read(byte[] contents)
    {
        try
        {
            using var document = JsonDocument.Parse(contents);
            var root = document.RootElement;
            if (root.GetProperty("version").GetInt32() != Version)
            {
                throw new InvalidDataException("The cursor of the FHIR export was written by a later release. Use that release.");
            }

            var positions = new SortedDictionary<string, StreamPosition>(StringComparer.Ordinal);
            foreach (var stream in root.GetProperty("streams").EnumerateObject())
            {
                var joined = stream.Value.GetProperty("joined").EnumerateArray().Select(index => index.GetInt64());
                var last = stream.Value.TryGetProperty("last", out var hash) ? hash.GetString() : null;
                positions[stream.Name] = new StreamPosition(stream.Value.GetProperty("next").GetInt64(), [.. joined], last);
            }

            return positions;
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException(
                "The cursor of the FHIR export is damaged. Restore it, or delete it to export the log from its start.", exception);
        }
    }

    private byte[] Write()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartObject("streams");
            foreach (var (origin, position) in _positions)
            {
                json.WriteStartObject(origin);
                json.WriteNumber("next", position.Next);
                json.WriteStartArray("joined");
                foreach (var index in position.Joined)
                {
                    json.WriteNumberValue(index);
                }

                json.WriteEndArray();
                if (position.Last is { } last)
                {
                    json.WriteString("last", last);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
