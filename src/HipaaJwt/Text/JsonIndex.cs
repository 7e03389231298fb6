using System.Buffers;

namespace HipaaJwt.Text;

/// <summary>
/// Room for the members of the objects that are open while a JSON text is read. Its size bounds how many members a text
/// may have, and with that the work of finding duplicates.
/// </summary>
internal readonly ref struct JsonIndex
{
    /// <summary>Far above any claims set in use, and few enough that the search for duplicates stays short.</summary>
    private const int ClaimsCapacity = 1024;

    private readonly JsonMember[]? _pooledMembers;
    private readonly uint[]? _pooledFingerprints;

    public JsonIndex(Span<JsonMember> members, Span<uint> fingerprints)
    {
        Members = members;
        Fingerprints = fingerprints;
    }

    private JsonIndex(JsonMember[] members, uint[] fingerprints)
        : this(members.AsSpan(0, ClaimsCapacity), fingerprints.AsSpan(0, ClaimsCapacity))
    {
        _pooledMembers = members;
        _pooledFingerprints = fingerprints;
    }

    public Span<JsonMember> Members { get; }

    /// <summary>The hash of each member's name, apart from the members so that they can be searched many at a time.</summary>
    public Span<uint> Fingerprints { get; }

    public static JsonIndex Rent() => new(
        ArrayPool<JsonMember>.Shared.Rent(ClaimsCapacity),
        ArrayPool<uint>.Shared.Rent(ClaimsCapacity));

    /// <summary>Places and hashes hold nothing of a token, so they go back as they are.</summary>
    public void Dispose()
    {
        if (_pooledMembers is not null)
        {
            ArrayPool<JsonMember>.Shared.Return(_pooledMembers);
            ArrayPool<uint>.Shared.Return(_pooledFingerprints!);
        }
    }
}
