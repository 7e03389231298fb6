using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HipaaJwt.Text;

/// <summary>
/// Room for the members of the objects that are open while a JSON text is read. Its size bounds how many members a text
/// may have, and with that the work of finding duplicates.
/// </summary>
internal readonly ref struct JsonMemberBuffer
{
    /// <summary>Far above any claims set in use, and few enough that the search for duplicates stays short.</summary>
    private const int ClaimsCapacity = 1024;

    private const int MembersBytes = ClaimsCapacity * 2 * sizeof(ulong);

    private readonly byte[]? _pooled;

    public JsonMemberBuffer(Span<JsonMember> members, Span<uint> fingerprints)
    {
        Members = members;
        Fingerprints = fingerprints;
    }

    private JsonMemberBuffer(byte[] pooled)
        : this(
            MemoryMarshal.Cast<byte, JsonMember>(pooled.AsSpan(0, MembersBytes)),
            MemoryMarshal.Cast<byte, uint>(pooled.AsSpan(MembersBytes, ClaimsCapacity * sizeof(uint)))) => _pooled = pooled;

    public Span<JsonMember> Members { get; }

    /// <summary>The hash of each member's name, apart from the members so that they can be searched many at a time.</summary>
    public Span<uint> Fingerprints { get; }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static JsonMemberBuffer Rent() => new(ArrayPool<byte>.Shared.Rent(MembersBytes + (ClaimsCapacity * sizeof(uint))));

    /// <summary>Places and hashes hold nothing of a token, so they go back as they are.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Dispose()
    {
        if (_pooled is not null)
        {
            ArrayPool<byte>.Shared.Return(_pooled);
        }
    }
}
