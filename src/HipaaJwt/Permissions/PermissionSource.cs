using System.Runtime.CompilerServices;
using HipaaJwt.Text;

namespace HipaaJwt.Permissions;

/// <summary>One claim and the permissions that each of its values grants.</summary>
internal sealed class PermissionSource
{
    private readonly Utf8Table<ulong[]> _bitsByValue;

    public PermissionSource(ClaimPath path, IEnumerable<KeyValuePair<string, ulong[]>> bitsByValue)
    {
        Path = path;
        _bitsByValue = new Utf8Table<ulong[]>(bitsByValue);
    }

    public ClaimPath Path { get; }

    /// <summary>
    /// Adds the permissions that the claim grants. A string is a list separated by blanks (RFC 6749 section 3.3). An element of an
    /// array is one value, even if it contains blanks. Values are case-sensitive.
    /// </summary>
    /// <param name="json">The JSON that contains the claim.</param>
    /// <param name="claim">The value of the claim.</param>
    /// <param name="bits">The bits of the granted permissions.</param>
    public void AddPermissions(ReadOnlySpan<byte> json, JsonValue claim, Span<ulong> bits)
    {
        if (json.IsEmpty)
        {
            return;
        }

        if (claim.Kind == JsonKind.String && claim.IsEscaped)
        {
            AddEscapedList(json, claim, bits);
        }
        else if (claim.Kind == JsonKind.String)
        {
            AddList(claim.RawIn(json), bits);
        }
        else if (claim.Kind == JsonKind.Array)
        {
            foreach (var element in new JsonArray(json, claim))
            {
                if (element.Kind == JsonKind.String && _bitsByValue.TryGetValue(json, element, out var granted))
                {
                    Add(granted, bits);
                }
            }
        }
    }

    private static void Add(ulong[] granted, Span<ulong> bits)
    {
        for (var word = 0; word < granted.Length; word++)
        {
            bits[word] |= granted[word];
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddEscapedList(ReadOnlySpan<byte> json, JsonValue claim, Span<ulong> bits)
    {
        using var scratch = PooledBuffer.Rent(claim.Length);
        AddList(JsonText.Unescaped(json, claim, scratch.Span), bits);
    }

    private void AddList(ReadOnlySpan<byte> list, Span<ulong> bits)
    {
        while (!list.IsEmpty)
        {
            var blank = list.IndexOf((byte)' ');
            var value = blank < 0 ? list : list[..blank];
            if (_bitsByValue.TryGetValue(value, out var granted))
            {
                Add(granted, bits);
            }

            list = list[Math.Min(list.Length, value.Length + 1)..];
        }
    }
}
