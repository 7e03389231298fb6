using System.Collections.Immutable;
using HipaaJwt.Text;

namespace HipaaJwt.PhiClaims;

/// <summary>One walk through claims. It collects the matching entries.</summary>
internal ref struct PhiWalk
{
    /// <summary>The levels of JSON texts inside strings that are read.</summary>
    private const int MaxTextDepth = 2;

    private readonly PhiNameMatcher _names;
    private readonly ImmutableArray<PhiValuePattern> _valuePatterns;
    private List<string>? _found;
    private int _textDepth;

    public PhiWalk(PhiNameMatcher names, ImmutableArray<PhiValuePattern> valuePatterns)
    {
        _names = names;
        _valuePatterns = valuePatterns;
    }

    public readonly IReadOnlyList<string> Found => _found ?? (IReadOnlyList<string>)[];

    /// <summary>Reads validated claims.</summary>
    public void Read(ReadOnlySpan<byte> json)
    {
        using var scratch = PooledBuffer.Rent(3 * json.Length);
        var start = json.IndexOf((byte)'{');
        ReadObject(json, new JsonValue(start, json.Length - start, JsonKind.Object), PhiContext.Root, scratch.Span);
    }

    private void ReadObject(ReadOnlySpan<byte> json, JsonValue value, PhiContext context, Span<byte> scratch)
    {
        var members = new JsonArray(json, value);
        while (members.MoveNext())
        {
            var name = members.Current;
            members.MoveNext();
            ReadMember(json, name, members.Current, context, scratch);
        }
    }

    /// <summary>Reads an object that labels its value, such as <c>{"system":"phone","value":"…"}</c>: the label is the name.</summary>
    /// <returns>The context of the members. If the member <c>name</c> is the label, it names no person.</returns>
    private PhiContext ReadLabeledValue(ReadOnlySpan<byte> json, JsonValue value, PhiContext context, Span<byte> scratch)
    {
        var (label, labeled, isName) = (default(JsonValue), default(JsonValue), false);
        var members = new JsonArray(json, value);
        while (members.MoveNext())
        {
            var words = PhiName.Read(members.Current.RawIn(json), scratch);
            members.MoveNext();
            if (members.Current.Kind == JsonKind.String && PhiWords.IsLabel(words.Normalized))
            {
                label = members.Current;
                isName = words.Normalized.SequenceEqual("name"u8);
            }

            labeled = PhiWords.IsLabeledValue(words.Normalized) ? members.Current : labeled;
        }

        if (!label.Exists || !labeled.Exists)
        {
            return context;
        }

        var text = JsonText.Unescaped(json, label, scratch);
        var inside = isName && context.Subject == PhiSubject.Unknown && !text.Contains((byte)' ')
            ? context with { Subject = PhiSubject.Thing }
            : context;
        var last = PhiClaimName.GetLastUriPart(text);
        var name = PhiName.Read(last.IsEmpty ? text : last, scratch[json.Length..]);
        if (PhiValues.CarryData(json, labeled)
            && _names.FindDefault(name, PhiSubject.Unknown, context.Subject) is { } entry
            && ValueMatches(entry, json, labeled))
        {
            Add(entry.Text);
        }

        return inside;
    }

    private void ReadMember(ReadOnlySpan<byte> json, JsonValue name, JsonValue value, PhiContext context, Span<byte> scratch)
    {
        if (value.Kind == JsonKind.Null)
        {
            return;
        }

        var second = scratch[json.Length..];
        var text = JsonText.Unescaped(json, name, scratch);
        if (_names.FindOwn(text, second) is { } own && ValueMatches(own, json, value))
        {
            Add(own.Text);
        }

        var last = PhiClaimName.GetLastUriPart(text);
        var words = PhiName.Read(last.IsEmpty ? text : last, second);
        var earlier = PhiName.Read(PhiClaimName.GetEarlierUriPart(text), second[words.Normalized.Length..]);
        var subject = context.SubjectOfValue(words, earlier);
        var isKey = context.HasKeys && value.Kind is JsonKind.Object or JsonKind.Array;
        if (!isKey
            && _names.FindDefault(words, context.Subject, subject) is { } entry
            && PhiValues.CarryData(json, value)
            && !PhiValues.IsMachineAddress(json, value)
            && ValueMatches(entry, json, value))
        {
            Add(entry.Text);
        }

        var inside = value.Kind is JsonKind.Object or JsonKind.Array ? context.Inside(words, earlier) : context with { Subject = subject };
        ReadValue(json, value, inside, scratch);
    }

    private void ReadValue(ReadOnlySpan<byte> json, JsonValue value, PhiContext context, Span<byte> scratch)
    {
        switch (value.Kind)
        {
            case JsonKind.Object:
                context = ReadLabeledValue(json, value, context.Of(json, value), scratch);
                ReadObject(json, value, context, scratch);
                break;
            case JsonKind.Array:
                foreach (var element in new JsonArray(json, value))
                {
                    ReadValue(json, element, context, scratch);
                }

                break;
            case JsonKind.String:
                ReadText(JsonText.Unescaped(json, value, scratch), context);
                break;
        }
    }

    private void ReadText(ReadOnlySpan<byte> text, PhiContext context)
    {
        foreach (var pattern in _valuePatterns)
        {
            if (pattern.Matches(text, context.Subject))
            {
                Add(pattern.Entry);
                break;
            }
        }

        if (_textDepth < MaxTextDepth && text.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..])
        {
            ReadJsonText(text);
        }
    }

    /// <summary>Reads JSON inside a string as if it was the value of a member without a name. Text that is not JSON is left out.</summary>
    private void ReadJsonText(ReadOnlySpan<byte> text)
    {
        using var buffer = PooledBuffer.Rent(text.Length + "{\"\":}"u8.Length);
        "{\"\":"u8.CopyTo(buffer.Span);
        text.CopyTo(buffer.Span[4..]);
        buffer.Span[^1] = (byte)'}';
        using var members = JsonMemberBuffer.Rent();
        if (StrictJson.ReadObject(buffer.Span, members, out _) == JsonFault.None)
        {
            _textDepth++;
            Read(buffer.Span);
            _textDepth--;
        }
    }

    private static bool ValueMatches(PhiEntry entry, ReadOnlySpan<byte> json, JsonValue value)
    {
        if (!entry.DependsOnValue)
        {
            return true;
        }

        if (value.Kind is JsonKind.String or JsonKind.Number)
        {
            using var buffer = PooledBuffer.Rent(value.Length);
            return entry.MatchesValue(JsonText.Unescaped(json, value, buffer.Span));
        }

        if (value.Kind == JsonKind.Array)
        {
            foreach (var element in new JsonArray(json, value))
            {
                if (element.Kind is JsonKind.String or JsonKind.Number && ValueMatches(entry, json, element))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Add(string entry)
    {
        _found ??= [];
        if (!_found.Contains(entry))
        {
            _found.Add(entry);
        }
    }
}
