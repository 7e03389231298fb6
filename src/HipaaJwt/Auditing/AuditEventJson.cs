using System.Buffers;
using System.Text;
using System.Text.Json;

namespace HipaaJwt.Auditing;

/// <summary>Writes the fields of an event as one line of ASCII JSON. The default encoder escapes all other characters.</summary>
internal static class AuditEventJson
{
    public static string Write(IEnumerable<(string Name, object Value)> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                json.WritePropertyName(name);
                WriteValue(json, value);
            }

            json.WriteEndObject();
        }

        return Encoding.ASCII.GetString(buffer.WrittenSpan);
    }

    private static void WriteValue(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case int number:
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case DateTime time:
                json.WriteStringValue(time);
                break;
            case IReadOnlyList<string> list:
                json.WriteStartArray();
                foreach (var element in list)
                {
                    json.WriteStringValue(element);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue((string)value);
                break;
        }
    }
}
