using System.Collections;
using System.Collections.Immutable;
using System.Globalization;

namespace HipaaJwt.Auditing;

/// <summary>The structured properties and the text of a logged event.</summary>
internal sealed class AuditLogState : IReadOnlyList<KeyValuePair<string, object?>>
{
    private const string OriginalFormat = "{OriginalFormat}";

    private readonly ImmutableArray<KeyValuePair<string, object?>> _properties;

    public AuditLogState(IEnumerable<(string Name, object Value)> fields)
    {
        (string Name, object Value)[] all = [.. fields];
        Line = AuditEventJson.Write(all);
        _properties =
        [
            .. all.Select(field => KeyValuePair.Create<string, object?>(field.Name, ToLogValue(field.Value))),
            KeyValuePair.Create<string, object?>("AuditEvent", Line),
            KeyValuePair.Create<string, object?>(OriginalFormat, "{AuditEvent}"),
        ];
    }

    /// <summary>The event as one line of ASCII JSON.</summary>
    public string Line { get; }

    public int Count => _properties.Length;

    public KeyValuePair<string, object?> this[int index] => _properties[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _properties.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => Line;

    /// <summary>Converts lists and times to strings, because log formatters may write the type name of other values.</summary>
    private static object ToLogValue(object value) => value switch
    {
        IReadOnlyList<string> list => string.Join(' ', list),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        _ => value,
    };
}
