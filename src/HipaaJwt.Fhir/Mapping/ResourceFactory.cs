using System.Globalization;
using Hl7.Fhir.Model;
using FhirAuditEvent = Hl7.Fhir.Model.AuditEvent;

namespace HipaaJwt.Fhir.Mapping;

/// <summary>Puts a resource together.</summary>
internal static class ResourceFactory
{
    public static FhirAuditEvent Create(in AuditedRequest request, FhirAuditOptions options)
    {
        var auditEvent = request.Event;
        var kind = EventKind.Of(request);
        var resource = new FhirAuditEvent
        {
            Id = auditEvent.Id.ToString("D", CultureInfo.InvariantCulture),
            Type = kind.Type,
            Subtype = kind.Subtype is { } subtype ? [subtype] : [],
            Action = kind.Action,
            Recorded = auditEvent.Time.ToUniversalTime(),
            Outcome = EventOutcome.Of(request),
            OutcomeDesc = OutcomeText(request),
            Agent = EventAgents.Of(request, options),
            Source = new FhirAuditEvent.SourceComponent
            {
                Site = FhirText.Of(options.Site),
                Observer = EventAgents.Host(auditEvent),
                Type = [new Coding(CodeSystems.SourceType, "4", "Application Server")],
            },
            Entity = EventEntities.Of(request, options),
        };
        string[] profiles = [.. BalpProfiles.Of(request, resource)];
        if (profiles.Length > 0)
        {
            resource.Meta = new Meta { Profile = profiles };
        }

        return resource;
    }

    /// <summary>The reason of a failure, or the status of an access.</summary>
    private static string? OutcomeText(in AuditedRequest request)
    {
        if (request.Event.ReasonCode != JwtErrorCode.None)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{(int)request.Event.ReasonCode} {request.Event.ReasonCode}");
        }

        return request.IsAccess
            ? request.Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"HTTP {status}") : "No response was sent"
            : null;
    }
}
