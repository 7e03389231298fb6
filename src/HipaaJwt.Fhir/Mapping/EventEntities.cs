using Hl7.Fhir.Model;
using FhirAuditEvent = Hl7.Fhir.Model.AuditEvent;

namespace HipaaJwt.Fhir.Mapping;

/// <summary>What an event is about: the record, the patient and the request.</summary>
internal static class EventEntities
{
    private const string Patient = "Patient";
    private const string DomainResource = "4";
    private const string SecurityResource = "13";

    private static readonly string[] Confidentialities = ["U", "L", "M", "N", "R", "V"];

    public static List<FhirAuditEvent.EntityComponent> Of(in AuditedRequest request, FhirAuditOptions options)
    {
        List<FhirAuditEvent.EntityComponent?> entities =
            [Data(request, options), PatientOf(request, options), Transaction(request.Event.RequestId)];
        return [.. entities.OfType<FhirAuditEvent.EntityComponent>()];
    }

    private static FhirAuditEvent.EntityComponent? Data(in AuditedRequest request, FhirAuditOptions options)
    {
        var what = What(request, options);
        List<FhirAuditEvent.DetailComponent> details = [.. Details(request, options)];
        if (what is null && details.Count == 0)
        {
            return null;
        }

        return new FhirAuditEvent.EntityComponent
        {
            Type = new Coding(CodeSystems.EntityType, "2", "System Object"),
            Role = request.ConcernsRecord
                ? new Coding(CodeSystems.ObjectRole, DomainResource, "Domain Resource")
                : new Coding(CodeSystems.ObjectRole, SecurityResource, "Security Resource"),
            What = what,
            Name = FhirText.Of(request.Event.ResourceType),
            Description = what?.Display is null ? FhirText.Of(request.Event.Resource) : null,
            SecurityLabel = request.IsUnauthenticated ? [] : [.. request.Event.SecurityLabels.Select(Label).OfType<Coding>()],
            Detail = details,
        };
    }

    /// <summary>The record, or the address without identifiers if the record must not or cannot be named.</summary>
    private static ResourceReference? What(in AuditedRequest request, FhirAuditOptions options)
    {
        var auditEvent = request.Event;
        var mayName = !request.IsUnauthenticated && (options.IncludePatientData || !request.ConcernsRecord);
        return mayName && FhirText.Of(auditEvent.ResourceId) is { } id ? Reference(auditEvent.ResourceType, id, null, options)
            : FhirText.Of(auditEvent.Resource) is { } template ? new ResourceReference { Display = template }
            : null;
    }

    private static FhirAuditEvent.EntityComponent? PatientOf(in AuditedRequest request, FhirAuditOptions options) =>
        options.IncludePatientData && !request.IsUnauthenticated && FhirText.Of(request.Event.Patient) is { } patient
            ? new FhirAuditEvent.EntityComponent
            {
                Type = new Coding(CodeSystems.EntityType, "1", "Person"),
                Role = new Coding(CodeSystems.ObjectRole, "1", Patient),
                What = Reference(Patient, patient, options.PatientIdentifierSystem, options),
            }
            : null;

    private static FhirAuditEvent.EntityComponent? Transaction(string? requestId) => FhirText.Of(requestId) is { } id
        ? new FhirAuditEvent.EntityComponent
        {
            Type = new Coding(CodeSystems.EntityTypes, "XrequestId"),
            What = new ResourceReference { Identifier = new Identifier { Value = id } },
        }
        : null;

    private static ResourceReference Reference(string? type, string id, Uri? system, FhirAuditOptions options)
    {
        var isFhirType = type is not null && ModelInfo.IsKnownResource(type);
        return isFhirType && options.RecordBaseAddress is { } address && FhirText.IsResourceId(id)
            ? new ResourceReference { Reference = $"{address.AbsoluteUri.TrimEnd('/')}/{type}/{id}", Type = type }
            : new ResourceReference
            {
                Type = isFhirType ? type : null,
                Identifier = new Identifier { System = system?.AbsoluteUri, Value = id },
            };
    }

    private static Coding? Label(string label) => FhirText.Of(label) is not { } code ? null
        : Array.IndexOf(Confidentialities, code) >= 0 ? new Coding(CodeSystems.Confidentiality, code)
        : code == "42CFRPart2" ? new Coding(CodeSystems.ActCode, code)
        : new Coding { Display = code };

    private static IEnumerable<FhirAuditEvent.DetailComponent> Details(AuditedRequest request, FhirAuditOptions options)
    {
        if (request.IsUnauthenticated)
        {
            return [];
        }

        var auditEvent = request.Event;
        IEnumerable<(string Type, string? Value)> details =
        [
            .. auditEvent.Permissions.Select(permission => ("permission", (string?)permission)),
            ("policy", auditEvent.Policy),
            .. auditEvent.DataCategories.Select(category => ("data-category", (string?)category)),
            .. request.OmittedCategories.Select(category => ("omitted-category", (string?)category)),
            ("session", auditEvent.SessionId),
            ("tenant", auditEvent.Tenant),
            ("recipient", auditEvent.Recipient),
            ("emergency-grant", auditEvent.EmergencyGrantId),
            ("revocation-reason", auditEvent.RevocationReason?.ToString()),
            ("session-end-reason", auditEvent.SessionEndReason?.ToString()),
            ("on-behalf-of", options.IncludePatientData ? auditEvent.OnBehalfOf : null),
            ("justification", options.IncludePatientData ? auditEvent.Justification : null),
        ];
        return details.Where(detail => FhirText.Of(detail.Value) is not null).Select(detail => new FhirAuditEvent.DetailComponent
        {
            Type = detail.Type,
            Value = new FhirString(FhirText.Of(detail.Value)),
        });
    }
}
