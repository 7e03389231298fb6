using Hl7.Fhir.Model;
using FhirAuditEvent = Hl7.Fhir.Model.AuditEvent;

namespace HipaaJwt.Fhir.Mapping;

/// <summary>What kind of event a resource describes: its type, its subtypes and its action.</summary>
/// <param name="Type">The type.</param>
/// <param name="Subtype">The subtype; null for none.</param>
/// <param name="Action">The action; null for none.</param>
internal readonly record struct EventKind(Coding Type, Coding? Subtype, FhirAuditEvent.AuditEventAction? Action)
{
    private static Coding Alert => CodeSystems.Dcm("110113", "Security Alert");

    private static Coding LogUsed => CodeSystems.Dcm("110101", "Audit Log Used");

    private static Coding Authentication => CodeSystems.Dcm("110114", "User Authentication");

    private static Coding Login => CodeSystems.Dcm("110122", "Login");

    private static Coding Configuration => CodeSystems.Dcm("110129", "Security Configuration");

    private static Coding LogStarted => CodeSystems.Dcm("110134", "Audit Recording Started");

    private static Coding LogStopped => CodeSystems.Dcm("110133", "Audit Recording Stopped");

    public static EventKind Of(in AuditedRequest request) => request.IsAccess ? Access(request.Event.Action) : Of(request.Event.Type);

    private static EventKind Access(AuditAction? action) => new(
        new Coding(CodeSystems.EventType, "rest", "Restful Operation"),
        action switch
        {
            AuditAction.Create => Interaction("create"),
            AuditAction.Read => Interaction("read"),
            AuditAction.Update => Interaction("update"),
            AuditAction.Delete => Interaction("delete"),
            AuditAction.Execute => Interaction("operation"),
            _ => null,
        },
        ActionOf(action));

    private static EventKind Of(AuditEventType type) => type switch
    {
        AuditEventType.AccessGranted or AuditEventType.AccessDenied => new(
            Alert, new Coding(CodeSystems.AuthorizationTypes, "AuthZ-Role"), FhirAuditEvent.AuditEventAction.E),
        AuditEventType.TokenAccepted or AuditEventType.TokenRejected or AuditEventType.SessionStarted => new(
            Authentication, Login, FhirAuditEvent.AuditEventAction.E),
        AuditEventType.SessionEnded => new(Authentication, CodeSystems.Dcm("110123", "Logout"), FhirAuditEvent.AuditEventAction.E),
        AuditEventType.TokenIssued or AuditEventType.SessionRefreshed => new(Authentication, null, FhirAuditEvent.AuditEventAction.E),
        AuditEventType.TokenRevoked => new(
            Alert, CodeSystems.Dcm("110137", "User Security Attributes Changed"), FhirAuditEvent.AuditEventAction.E),
        AuditEventType.RefreshTokenReused => new(
            Alert, CodeSystems.Dcm("110132", "Use of Restricted Function"), FhirAuditEvent.AuditEventAction.E),
        AuditEventType.SigningKeyChanged or AuditEventType.ConfigurationChanged => new(
            Alert, Configuration, FhirAuditEvent.AuditEventAction.E),
        AuditEventType.AuditLogStarted or AuditEventType.AuditLogRecovered or AuditEventType.AuditLogSegmentAbandoned => new(
            Alert, LogStarted, FhirAuditEvent.AuditEventAction.E),
        AuditEventType.AuditLogStopped or AuditEventType.AuditLogFull => new(Alert, LogStopped, FhirAuditEvent.AuditEventAction.E),
        AuditEventType.AuditLogPruned => new(LogUsed, null, FhirAuditEvent.AuditEventAction.D),
        AuditEventType.AuditLogSearched or AuditEventType.AuditLogReviewed => new(LogUsed, null, FhirAuditEvent.AuditEventAction.R),
        _ => new(Alert, null, FhirAuditEvent.AuditEventAction.E),
    };

    private static Coding Interaction(string code) => new(CodeSystems.Interaction, code, code);

    private static FhirAuditEvent.AuditEventAction? ActionOf(AuditAction? action) => action switch
    {
        AuditAction.Create => FhirAuditEvent.AuditEventAction.C,
        AuditAction.Read => FhirAuditEvent.AuditEventAction.R,
        AuditAction.Update => FhirAuditEvent.AuditEventAction.U,
        AuditAction.Delete => FhirAuditEvent.AuditEventAction.D,
        AuditAction.Execute => FhirAuditEvent.AuditEventAction.E,
        _ => null,
    };
}
