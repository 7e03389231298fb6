using FhirAuditEvent = Hl7.Fhir.Model.AuditEvent;

namespace HipaaJwt.Fhir.Mapping;

/// <summary>Claims the profiles of IHE BALP 1.1.4 that a resource fulfills. A claim that does not hold is worse than none.</summary>
internal static class BalpProfiles
{
    public const string PatientRead = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead";
    public const string Minimal = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.OAUTHaccessTokenUse.Minimal";

    private const int Records = 2;

    /// <summary>Lists the profiles. Without the identifier of the token, an access is not one by a token of OAuth.</summary>
    public static IEnumerable<string> Of(in AuditedRequest request, FhirAuditEvent resource)
    {
        if (!request.IsSuccessfulAccess || !resource.Agent.Exists(agent => agent.Policy.Any()))
        {
            return [];
        }

        return IsPatientRead(request, resource) ? [PatientRead, Minimal] : [Minimal];
    }

    /// <summary>Read with its client, server, record and patient. Client and server need a network address.</summary>
    private static bool IsPatientRead(in AuditedRequest request, FhirAuditEvent resource) =>
        request.Event.Action == AuditAction.Read
        && resource.Agent.Count(agent => agent.Network is not null) == Records
        && resource.Entity.Exists(entity => entity is { Type.Code: "1", What: not null })
        && resource.Entity.Exists(entity => entity is { Type.Code: "2", What: not null });
}
