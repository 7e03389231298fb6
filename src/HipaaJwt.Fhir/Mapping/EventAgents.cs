using Hl7.Fhir.Model;
using FhirAuditEvent = Hl7.Fhir.Model.AuditEvent;

namespace HipaaJwt.Fhir.Mapping;

/// <summary>
/// The parties of an event: the user with the token, the client, the server, the organization, and who acts for the user.
/// </summary>
internal static class EventAgents
{
    private const string TokenIdPrefix = "urn:ietf:params:oauth:jti:";
    private const string Emergency = "BTG";

    public static List<FhirAuditEvent.AgentComponent> Of(in AuditedRequest request, FhirAuditOptions options)
    {
        var auditEvent = request.Event;
        var hasClaims = !request.IsUnauthenticated;
        var user = hasClaims ? User(auditEvent, options) : null;
        List<FhirAuditEvent.AgentComponent?> agents =
        [
            user,
            Client(request, hasClaims, isRequestor: user is null),
            Server(request),
            hasClaims ? Other("PROV", "healthcare provider", auditEvent.Organization, null) : null,
            hasClaims ? Other("AGNT", "agent", auditEvent.Actor, auditEvent.Issuer) : null,
        ];
        return [.. agents.OfType<FhirAuditEvent.AgentComponent>()];
    }

    /// <summary>The name of the machine that wrote the event.</summary>
    public static ResourceReference Host(AuditEvent auditEvent) => new() { Display = FhirText.Of(auditEvent.ServerHost) ?? "unknown" };

    /// <summary>The party that a token identifies. The profile Minimal demands its type and the identifier of the token.</summary>
    private static FhirAuditEvent.AgentComponent? User(AuditEvent auditEvent, FhirAuditOptions options)
    {
        var (subject, token) = (FhirText.Of(auditEvent.Subject), FhirText.Of(auditEvent.TokenId));
        if (subject is null && token is null)
        {
            return null;
        }

        var types = new List<Coding>();
        if (subject is not null)
        {
            types.Add(new Coding(CodeSystems.Participation, "IRCP", "information recipient"));
        }

        if (token is not null)
        {
            types.Add(new Coding(CodeSystems.UserAgentTypes, "UserOauthAgent"));
        }

        return new FhirAuditEvent.AgentComponent
        {
            Type = CodeSystems.Concept([.. types]),
            Who = subject is null ? null : Party(subject, auditEvent.Issuer, options.IncludePatientData ? auditEvent.SubjectName : null),
            Requestor = true,
            Policy = token is null ? [] : [TokenIdPrefix + Uri.EscapeDataString(token)],
            Role = [.. auditEvent.Roles.Select(FhirText.Of).OfType<string>().Select(role => new CodeableConcept { Text = role })],
            PurposeOfUse = [.. Purposes(auditEvent)],
        };
    }

    /// <summary>
    /// The client receives what is read, and is the source of what is written. Without a role in the transfer it is an application.
    /// </summary>
    private static FhirAuditEvent.AgentComponent? Client(in AuditedRequest request, bool hasClaims, bool isRequestor)
    {
        var auditEvent = request.Event;
        var (client, address) = (hasClaims ? FhirText.Of(auditEvent.ClientId) : null, auditEvent.RemoteAddress?.ToString());
        if (client is null && address is null)
        {
            return null;
        }

        return new FhirAuditEvent.AgentComponent
        {
            Type = CodeSystems.Concept(request.IsAccess ? ClientRole(auditEvent.Action) : CodeSystems.Dcm("110150", "Application")),
            Who = client is null
                ? new ResourceReference { Display = address }
                : new ResourceReference { Identifier = new Identifier { Value = client } },
            Requestor = isRequestor,
            Network = address is null ? null : new FhirAuditEvent.NetworkComponent
            {
                Address = address,
                Type = FhirAuditEvent.AuditEventAgentNetworkType.N2,
            },
        };
    }

    private static FhirAuditEvent.AgentComponent Server(in AuditedRequest request) => new()
    {
        Type = CodeSystems.Concept(request.IsAccess ? ServerRole(request.Event.Action) : CodeSystems.Dcm("110150", "Application")),
        Who = Host(request.Event),
        Requestor = false,
        Network = FhirText.Of(request.Event.ServerHost) is { } host
            ? new FhirAuditEvent.NetworkComponent { Address = host, Type = FhirAuditEvent.AuditEventAgentNetworkType.N1 }
            : null,
    };

    private static FhirAuditEvent.AgentComponent? Other(string code, string display, string? name, string? issuer) =>
        FhirText.Of(name) is { } value
            ? new FhirAuditEvent.AgentComponent
            {
                Type = CodeSystems.Concept(new Coding(CodeSystems.RoleClass, code, display)),
                Who = Party(value, issuer, null),
                Requestor = false,
            }
            : null;

    private static Coding ClientRole(AuditAction? action) => action switch
    {
        AuditAction.Read or AuditAction.Execute or null => Destination(),
        AuditAction.Delete => CodeSystems.Dcm("110150", "Application"),
        _ => Source(),
    };

    private static Coding ServerRole(AuditAction? action) => action switch
    {
        AuditAction.Read or AuditAction.Execute or null => Source(),
        AuditAction.Delete => new Coding(CodeSystems.Participation, "CST", "custodian"),
        _ => Destination(),
    };

    private static Coding Source() => CodeSystems.Dcm("110153", "Source Role ID");

    private static Coding Destination() => CodeSystems.Dcm("110152", "Destination Role ID");

    private static IEnumerable<CodeableConcept> Purposes(AuditEvent auditEvent)
    {
        if (FhirText.Of(auditEvent.PurposeOfUse) is { } purpose)
        {
            yield return FhirText.IsCode(purpose)
                ? CodeSystems.Concept(new Coding(CodeSystems.ActReason, purpose))
                : new CodeableConcept { Text = purpose };
        }

        if (auditEvent.IsEmergency && auditEvent.PurposeOfUse != Emergency)
        {
            yield return CodeSystems.Concept(new Coding(CodeSystems.ActReason, Emergency));
        }
    }

    private static ResourceReference Party(string value, string? issuer, string? name) => new()
    {
        Identifier = new Identifier { System = FhirText.UriOf(issuer), Value = value },
        Display = FhirText.Of(name),
    };
}
