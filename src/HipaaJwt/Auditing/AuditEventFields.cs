using System.Globalization;

namespace HipaaJwt.Auditing;

/// <summary>Lists the fields of an event by their names in logs and JSON, which are the property names in camel case.</summary>
internal static class AuditEventFields
{
    /// <summary>Lists the fields that have a value.</summary>
    /// <param name="auditEvent">The event.</param>
    /// <param name="includePatientData">Whether to include the fields that may identify a patient.</param>
    public static IEnumerable<(string Name, object Value)> Of(AuditEvent auditEvent, bool includePatientData)
    {
        foreach (var (name, value) in Decision(auditEvent).Concat(User(auditEvent)).Concat(Resource(auditEvent)))
        {
            if (value is not null and not IReadOnlyList<string> { Count: 0 })
            {
                yield return (name, value);
            }
        }

        foreach (var (name, value) in includePatientData ? PatientData(auditEvent) : [])
        {
            if (value is not null)
            {
                yield return (name, value);
            }
        }
    }

    private static IEnumerable<(string Name, object? Value)> Decision(AuditEvent auditEvent) =>
    [
        ("schemaVersion", auditEvent.SchemaVersion),
        ("id", auditEvent.Id.ToString("D", CultureInfo.InvariantCulture)),
        ("time", auditEvent.Time.UtcDateTime),
        ("type", auditEvent.Type.ToString()),
        ("outcome", auditEvent.Outcome.ToString()),
        ("reasonCode", auditEvent.ReasonCode == JwtErrorCode.None ? null : (int)auditEvent.ReasonCode),
        ("reason", auditEvent.ReasonCode == JwtErrorCode.None ? null : auditEvent.ReasonCode.ToString()),
        ("reasonMember", auditEvent.ReasonMember),
        ("requestId", auditEvent.RequestId),
        ("traceId", auditEvent.TraceId),
    ];

    private static IEnumerable<(string Name, object? Value)> User(AuditEvent auditEvent) =>
    [
        ("issuer", auditEvent.Issuer),
        ("subject", auditEvent.Subject),
        ("clientId", auditEvent.ClientId),
        ("tokenId", auditEvent.TokenId),
        ("sessionId", auditEvent.SessionId),
        ("actor", auditEvent.Actor),
        ("onBehalfOf", auditEvent.OnBehalfOf),
        ("roles", auditEvent.Roles),
        ("organization", auditEvent.Organization),
        ("tenant", auditEvent.Tenant),
    ];

    private static IEnumerable<(string Name, object? Value)> Resource(AuditEvent auditEvent) =>
    [
        ("permissions", auditEvent.Permissions),
        ("policy", auditEvent.Policy),
        ("action", auditEvent.Action is { } action ? ((char)action).ToString() : null),
        ("resource", auditEvent.Resource),
        ("resourceType", auditEvent.ResourceType),
        ("purposeOfUse", auditEvent.PurposeOfUse),
        ("isEmergency", auditEvent.IsEmergency ? true : null),
        ("emergencyGrantId", auditEvent.EmergencyGrantId),
        ("revocationReason", auditEvent.RevocationReason?.ToString()),
        ("sessionEndReason", auditEvent.SessionEndReason?.ToString()),
        ("isRetry", auditEvent.IsRetry ? true : null),
        ("securityLabels", auditEvent.SecurityLabels),
        ("dataCategories", auditEvent.DataCategories),
        ("responseStatus", auditEvent.ResponseStatus),
        ("omittedCategories", auditEvent.OmittedCategories),
        ("recipient", auditEvent.Recipient),
        ("remoteAddress", auditEvent.RemoteAddress?.ToString()),
        ("serverHost", auditEvent.ServerHost),
    ];

    private static IEnumerable<(string Name, object? Value)> PatientData(AuditEvent auditEvent) =>
    [
        ("patient", auditEvent.Patient),
        ("resourceId", auditEvent.ResourceId),
        ("subjectName", auditEvent.SubjectName),
        ("justification", auditEvent.Justification),
    ];
}
