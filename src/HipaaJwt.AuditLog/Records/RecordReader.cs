using System.Net;
using System.Text.Json;

namespace HipaaJwt.AuditLog.Records;

/// <summary>Reads records of all schema versions. Members that it does not know are ignored.</summary>
internal static class RecordReader
{
    /// <summary>Reads a record.</summary>
    /// <returns>Null if it is not a record of a known schema.</returns>
    public static AuditEvent? TryRead(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static AuditEvent? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("schemaVersion", out var version) || version.GetInt32() is < 1 or > AuditEvent.CurrentSchemaVersion
            || Named<AuditEventType>(json, "type") is not { } type
            || Named<AuditOutcome>(json, "outcome") is not { } outcome)
        {
            return null;
        }

        return new AuditEvent
        {
            SchemaVersion = version.GetInt32(),
            Id = json.GetProperty("id").GetGuid(),
            Time = json.GetProperty("time").GetDateTimeOffset(),
            Type = type,
            Outcome = outcome,
            ReasonCode = json.TryGetProperty("reasonCode", out var code) ? (JwtErrorCode)code.GetInt32() : JwtErrorCode.None,
            ReasonMember = Text(json, "reasonMember"),
            RequestId = Text(json, "requestId"),
            TraceId = Text(json, "traceId"),
            Issuer = Text(json, "issuer"),
            Subject = Text(json, "subject"),
            SubjectName = Text(json, "subjectName"),
            ClientId = Text(json, "clientId"),
            TokenId = Text(json, "tokenId"),
            SessionId = Text(json, "sessionId"),
            Actor = Text(json, "actor"),
            OnBehalfOf = Text(json, "onBehalfOf"),
            Roles = List(json, "roles"),
            Organization = Text(json, "organization"),
            Tenant = Text(json, "tenant"),
            Permissions = List(json, "permissions"),
            Policy = Text(json, "policy"),
            Action = Text(json, "action") is { Length: 1 } action ? (AuditAction)action[0] : null,
            Resource = Text(json, "resource"),
            ResourceType = Text(json, "resourceType"),
            ResourceId = Text(json, "resourceId"),
            Patient = Text(json, "patient"),
            PurposeOfUse = Text(json, "purposeOfUse"),
            IsEmergency = Flag(json, "isEmergency"),
            EmergencyGrantId = Text(json, "emergencyGrantId"),
            Justification = Text(json, "justification"),
            RevocationReason = Named<RevocationReason>(json, "revocationReason"),
            SessionEndReason = Named<SessionEndReason>(json, "sessionEndReason"),
            IsRetry = Flag(json, "isRetry"),
            SecurityLabels = List(json, "securityLabels"),
            DataCategories = List(json, "dataCategories"),
            ResponseStatus = json.TryGetProperty("responseStatus", out var status) ? status.GetInt32() : null,
            OmittedCategories = List(json, "omittedCategories"),
            Recipient = Text(json, "recipient"),
            RemoteAddress = IPAddress.TryParse(Text(json, "remoteAddress"), out var address) ? address : null,
            ServerHost = Text(json, "serverHost"),
        };
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.GetBoolean();

    private static string[] List(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value)
            ? [.. value.EnumerateArray().Select(element => element.GetString() ?? throw new FormatException())] : [];

    private static T? Named<T>(JsonElement json, string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(Text(json, name), out var value) && Enum.IsDefined(value) ? value : null;
}
