using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HipaaJwt.Text;

/// <summary>
/// Space for the members of the JSON objects that are open during a read. Its capacity limits the number of members, and so the
/// work of the search for duplicates.
/// </summary>
internal readonly ref struct JsonMemberBuffer
{
    /// <summary>Far above any real claims set, and low enough to keep the search for duplicates short.</summary>
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

    /// <summary>The hash of each member's name, in an array of its own so that a vectorized search can be used.</summary>
    public Span<uint> Fingerprints { get; }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static JsonMemberBuffer Rent() => new(ArrayPool<byte>.Shared.Rent(MembersBytes + (ClaimsCapacity * sizeof(uint))));

    /// <summary>Returns the array without clearing it: positions and hashes contain no token data.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Dispose()
    {
        if (_pooled is not null)
        {
            ArrayPool<byte>.Shared.Return(_pooled);
        }
    }
}
