using Hl7.Fhir.Model;

namespace HipaaJwt.Fhir.Mapping;

/// <summary>The code systems of audit events, and codes from them.</summary>
internal static class CodeSystems
{
    public const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";
    public const string EventType = "http://terminology.hl7.org/CodeSystem/audit-event-type";
    public const string Interaction = "http://hl7.org/fhir/restful-interaction";
    public const string SourceType = "http://terminology.hl7.org/CodeSystem/security-source-type";
    public const string EntityType = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    public const string ObjectRole = "http://terminology.hl7.org/CodeSystem/object-role";
    public const string Participation = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    public const string RoleClass = "http://terminology.hl7.org/CodeSystem/v3-RoleClass";
    public const string ActReason = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    public const string Confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    public const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    public const string UserAgentTypes = "https://profiles.ihe.net/ITI/BALP/CodeSystem/UserAgentTypes";
    public const string AuthorizationTypes = "https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType";
    public const string EntityTypes = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType";

    public static Coding Dcm(string code, string display) => new(Dicom, code, display);

    public static CodeableConcept Concept(params Coding[] codings) => new() { Coding = [.. codings] };
}
