using System.Text.Json;
using HipaaJwt.Fhir.Cursors;
using Hl7.Fhir.Serialization;
using FhirAuditEvent = Hl7.Fhir.Model.AuditEvent;

namespace HipaaJwt.Fhir.Receiving;

/// <summary>The file of what was not exported, with the place in the log and the reason. It is durable before the export goes on.</summary>
internal sealed class DeadLetters : IDisposable
{
    private readonly FileStream _file;
    private readonly TimeProvider _time;

    public DeadLetters(string path, TimeProvider time)
    {
        _file = PrivateFiles.OpenLines(path);
        _time = time;
    }

    public void Add(AuditLogEntry entry, FhirAuditEvent? resource, string reason)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", _time.GetUtcNow());
            json.WriteString("origin", entry.Origin);
            json.WriteNumber("index", entry.Index);
            json.WriteString("reason", reason);
            if (resource is not null)
            {
                json.WritePropertyName("resource");
                json.WriteRawValue(resource.ToJson());
            }

            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        _file.Write(buffer.ToArray());
        PrivateFiles.Sync(_file);
    }

    public void Dispose() => _file.Dispose();
}
