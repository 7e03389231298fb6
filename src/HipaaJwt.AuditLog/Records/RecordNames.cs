using System.Text.Json;

namespace HipaaJwt.AuditLog.Records;

/// <summary>
/// The names of the fields of a record, encoded once, because encoding them for each event costs as much as their values.
/// </summary>
internal static class RecordNames
{
    public static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    public static readonly JsonEncodedText Outcome = JsonEncodedText.Encode("outcome");
    public static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
    public static readonly JsonEncodedText ReasonMember = JsonEncodedText.Encode("reasonMember");
    public static readonly JsonEncodedText RequestId = JsonEncodedText.Encode("requestId");
    public static readonly JsonEncodedText TraceId = JsonEncodedText.Encode("traceId");
    public static readonly JsonEncodedText Issuer = JsonEncodedText.Encode("issuer");
    public static readonly JsonEncodedText Subject = JsonEncodedText.Encode("subject");
    public static readonly JsonEncodedText ClientId = JsonEncodedText.Encode("clientId");
    public static readonly JsonEncodedText TokenId = JsonEncodedText.Encode("tokenId");
    public static readonly JsonEncodedText SessionId = JsonEncodedText.Encode("sessionId");
    public static readonly JsonEncodedText Actor = JsonEncodedText.Encode("actor");
    public static readonly JsonEncodedText OnBehalfOf = JsonEncodedText.Encode("onBehalfOf");
    public static readonly JsonEncodedText Roles = JsonEncodedText.Encode("roles");
    public static readonly JsonEncodedText Organization = JsonEncodedText.Encode("organization");
    public static readonly JsonEncodedText Tenant = JsonEncodedText.Encode("tenant");
    public static readonly JsonEncodedText Permissions = JsonEncodedText.Encode("permissions");
    public static readonly JsonEncodedText Policy = JsonEncodedText.Encode("policy");
    public static readonly JsonEncodedText Resource = JsonEncodedText.Encode("resource");
    public static readonly JsonEncodedText ResourceType = JsonEncodedText.Encode("resourceType");
    public static readonly JsonEncodedText PurposeOfUse = JsonEncodedText.Encode("purposeOfUse");
    public static readonly JsonEncodedText IsEmergency = JsonEncodedText.Encode("isEmergency");
    public static readonly JsonEncodedText EmergencyGrantId = JsonEncodedText.Encode("emergencyGrantId");
    public static readonly JsonEncodedText RevocationReason = JsonEncodedText.Encode("revocationReason");
    public static readonly JsonEncodedText SessionEndReason = JsonEncodedText.Encode("sessionEndReason");
    public static readonly JsonEncodedText IsRetry = JsonEncodedText.Encode("isRetry");
    public static readonly JsonEncodedText SecurityLabels = JsonEncodedText.Encode("securityLabels");
    public static readonly JsonEncodedText DataCategories = JsonEncodedText.Encode("dataCategories");
    public static readonly JsonEncodedText Recipient = JsonEncodedText.Encode("recipient");
    public static readonly JsonEncodedText ServerHost = JsonEncodedText.Encode("serverHost");
    public static readonly JsonEncodedText Patient = JsonEncodedText.Encode("patient");
    public static readonly JsonEncodedText ResourceId = JsonEncodedText.Encode("resourceId");
    public static readonly JsonEncodedText SubjectName = JsonEncodedText.Encode("subjectName");
    public static readonly JsonEncodedText Justification = JsonEncodedText.Encode("justification");
    public static readonly JsonEncodedText SchemaVersion = JsonEncodedText.Encode("schemaVersion");
    public static readonly JsonEncodedText Salt = JsonEncodedText.Encode("salt");
    public static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    public static readonly JsonEncodedText Time = JsonEncodedText.Encode("time");
    public static readonly JsonEncodedText ReasonCode = JsonEncodedText.Encode("reasonCode");
    public static readonly JsonEncodedText Action = JsonEncodedText.Encode("action");
    public static readonly JsonEncodedText Cut = JsonEncodedText.Encode("cut");
    public static readonly JsonEncodedText RemoteAddress = JsonEncodedText.Encode("remoteAddress");
}
