using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace HipaaJwt.Text;

/// <summary>An immutable dictionary with string keys that is searched by UTF-8, so lookups do not allocate strings.</summary>
internal sealed class Utf8Table<TValue>
{
    private readonly Slot[] _slots;
    private readonly int _mask;

    /// <summary>One bit for each name length modulo 64. Most lookups fail here, before a hash is computed.</summary>
    private readonly ulong _lengths;

    /// <param name="names">The keys. They differ.</param>
    /// <param name="values">The value of each key.</param>
    public Utf8Table(string[] names, TValue[] values)
    {
        Count = names.Length;
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)((names.Length * 2) + 2))];
        _mask = _slots.Length - 1;
        for (var i = 0; i < names.Length; i++)
        {
            var utf8 = Encoding.UTF8.GetBytes(names[i]);
            _lengths |= 1UL << (utf8.Length & 63);
            Add(utf8, values[i]);
        }
    }

    public int Count { get; }

    public bool TryGetValue(ReadOnlySpan<byte> name, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        return MayContainLength(name.Length) && TryGetValue(name, Utf8Hash.Compute(name), out value);
    }

    /// <summary>Finds the name of an object's member by its precomputed hash.</summary>
    public bool TryGetValue(JsonObject container, int member, [MaybeNullWhen(false)] out TValue value)
    {
        var name = container.Members[member].Name;
        if (name.IsEscaped)
        {
            return TryGetValue(container.Json, name, out value);
        }

        value = default;
        return MayContainLength(name.Length) && TryGetValue(name.RawIn(container.Json), container.Fingerprints[member], out value);
    }

    /// <summary>Finds the unescaped string value of a validated JSON text.</summary>
    public bool TryGetValue(ReadOnlySpan<byte> json, JsonValue name, [MaybeNullWhen(false)] out TValue value) =>
        name.IsEscaped ? TryGetUnescaped(json, name, out value) : TryGetValue(name.RawIn(json), out value);

    private bool MayContainLength(int length) => ((_lengths >> (length & 63)) & 1) != 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryGetUnescaped(ReadOnlySpan<byte> json, JsonValue name, [MaybeNullWhen(false)] out TValue value)
    {
        using var scratch = PooledBuffer.Rent(name.Length);
        return TryGetValue(JsonText.Unescaped(json, name, scratch.Span), out value);
    }

    private bool TryGetValue(ReadOnlySpan<byte> name, uint hash, [MaybeNullWhen(false)] out TValue value)
    {
        for (var index = (int)hash & _mask; _slots[index].Name is { } candidate; index = (index + 1) & _mask)
        {
            if (_slots[index].Hash == hash && name.SequenceEqual(candidate))
            {
                value = _slots[index].Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private void Add(byte[] name, TValue value)
    {
        var hash = Utf8Hash.Compute(name);
        var index = (int)hash & _mask;
        while (_slots[index].Name is not null)
        {
            index = (index + 1) & _mask;
        }

        _slots[index] = new Slot(name, hash, value);
    }

    private readonly record struct Slot(byte[]? Name, uint Hash, TValue Value);
}
