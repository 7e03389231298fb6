using System.Runtime.CompilerServices;
using HipaaJwt.Text;

namespace HipaaJwt.Permissions;

/// <summary>One claim and the permissions that each of its values grants. Values are case-sensitive.</summary>
internal sealed class PermissionSource
{
    private readonly ClaimPath _path;
    private readonly ClaimFormat _format;
    private readonly Utf8Table<ulong[]> _bitsByValue;

    /// <param name="source">The claim. Its format is not <see cref="ClaimFormat.Usual"/>.</param>
    /// <param name="bitsByValue">The permissions that each value grants. A flag has one value, which is empty.</param>
    public PermissionSource(ClaimSource source, Utf8Table<ulong[]> bitsByValue)
    {
        _path = source.Path;
        _format = source.Format;
        _bitsByValue = bitsByValue;
    }

    /// <summary>The name of the outermost claim.</summary>
    public string Root => _path.Root;

    /// <summary>Adds the permissions that the claim grants.</summary>
    /// <param name="json">The JSON that contains the outermost claim.</param>
    /// <param name="root">The value of the outermost claim.</param>
    /// <param name="bits">The bits of the granted permissions.</param>
    public void AddPermissions(ReadOnlySpan<byte> json, JsonValue root, Span<ulong> bits)
    {
        json = _path.Resolve(json, root, out var claim);
        if (json.IsEmpty)
        {
            return;
        }

        switch (claim.Kind)
        {
            case JsonKind.String when _format == ClaimFormat.OneValue:
                AddValue(json, claim, bits);
                break;
            case JsonKind.String when _format == ClaimFormat.BlankSeparated:
                AddList(json, claim, bits);
                break;
            case JsonKind.Array when _format is ClaimFormat.OneValue or ClaimFormat.BlankSeparated:
                AddElements(json, claim, bits);
                break;
            case JsonKind.Object when _format == ClaimFormat.ObjectKeys:
                AddKeys(json, claim, bits);
                break;
            case JsonKind.True when _format == ClaimFormat.Flag:
                AddValue([], bits);
                break;
        }
    }

    private static void Add(ulong[] granted, Span<ulong> bits)
    {
        for (var word = 0; word < granted.Length; word++)
        {
            bits[word] |= granted[word];
        }
    }

    private void AddValue(ReadOnlySpan<byte> value, Span<ulong> bits)
    {
        if (_bitsByValue.TryGetValue(value, out var granted))
        {
            Add(granted, bits);
        }
    }

    private void AddValue(ReadOnlySpan<byte> json, JsonValue value, Span<ulong> bits)
    {
        if (_bitsByValue.TryGetValue(json, value, out var granted))
        {
            Add(granted, bits);
        }
    }

    private void AddElements(ReadOnlySpan<byte> json, JsonValue claim, Span<ulong> bits)
    {
        foreach (var element in new JsonArray(json, claim))
        {
            if (element.Kind == JsonKind.String)
            {
                AddValue(json, element, bits);
            }
        }
    }

    private void AddKeys(ReadOnlySpan<byte> json, JsonValue claim, Span<ulong> bits)
    {
        foreach (var name in new JsonKeys(json, claim))
        {
            AddValue(json, name, bits);
        }
    }

    private void AddList(ReadOnlySpan<byte> json, JsonValue claim, Span<ulong> bits)
    {
        if (claim.IsEscaped)
        {
            AddEscapedList(json, claim, bits);
        }
        else
        {
            AddList(claim.RawIn(json), bits);
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
            AddValue(value, bits);
            list = list[Math.Min(list.Length, value.Length + 1)..];
        }
    }
}
