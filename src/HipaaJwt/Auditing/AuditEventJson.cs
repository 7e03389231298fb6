using System.Buffers;
using System.Text;
using System.Text.Json;

namespace HipaaJwt.Auditing;

/// <summary>Writes an event as one line of ASCII JSON. The writer's default encoder escapes everything else.</summary>
internal static class AuditEventJson
{
    public static string Write(AuditEvent auditEvent)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, auditEvent);
        }

        return Encoding.ASCII.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, AuditEvent auditEvent)
    {
        json.WriteStartObject();
        json.WriteString("id", auditEvent.Id);
        json.WriteString("time", auditEvent.Time.UtcDateTime);
        json.WriteString("type", auditEvent.Type.ToString());
        json.WriteString("outcome", auditEvent.Outcome.ToString());
        if (auditEvent.ReasonCode != JwtErrorCode.None)
        {
            json.WriteNumber("reasonNumber", (int)auditEvent.ReasonCode);
            json.WriteString("reason", auditEvent.ReasonCode.ToString());
        }

        WriteIfPresent(json, "reasonMember", auditEvent.ReasonMember);
        WriteIfPresent(json, "issuer", auditEvent.Issuer);
        WriteIfPresent(json, "subject", auditEvent.Subject);
        WriteIfPresent(json, "client", auditEvent.ClientId);
        WriteIfPresent(json, "tokenId", auditEvent.TokenId);
        WriteIfPresent(json, "permission", auditEvent.Permission);
        WriteIfPresent(json, "resource", auditEvent.Resource);
        WriteIfPresent(json, "traceId", auditEvent.TraceId);
        WriteIfPresent(json, "remoteAddress", auditEvent.RemoteAddress?.ToString());
        json.WriteEndObject();
    }

    private static void WriteIfPresent(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
