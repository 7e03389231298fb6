using FhirAuditEvent = Hl7.Fhir.Model.AuditEvent;

namespace HipaaJwt.Fhir.Mapping;

/// <summary>
/// The outcome of an event: 0 success, 4 a failure that the caller can cause and correct, 8 a failure of the system or a sign of an attack.
/// </summary>
internal static class EventOutcome
{
    private const int FirstServerError = 500;

    public static FhirAuditEvent.AuditEventOutcome Of(in AuditedRequest request)
    {
        if (request.IsAccess)
        {
            return request.IsAnswered ? FhirAuditEvent.AuditEventOutcome.N0
                : request.Status >= FirstServerError ? FhirAuditEvent.AuditEventOutcome.N8
                : FhirAuditEvent.AuditEventOutcome.N4;
        }

        return request.Event.Type switch
        {
            AuditEventType.RefreshTokenReused or AuditEventType.AuditLogSegmentAbandoned or AuditEventType.AuditLogFull =>
                FhirAuditEvent.AuditEventOutcome.N8,
            AuditEventType.AuditLogRecovered or AuditEventType.PhiClaimWarning => FhirAuditEvent.AuditEventOutcome.N4,
            _ when request.Event.Outcome == AuditOutcome.Success => FhirAuditEvent.AuditEventOutcome.N0,
            _ => IsSerious(request.Event.ReasonCode) ? FhirAuditEvent.AuditEventOutcome.N8 : FhirAuditEvent.AuditEventOutcome.N4,
        };
    }

    /// <summary>The stages of the error codes: 4xx signature, 7xx sender constraint, 8xx availability.</summary>
    private static bool IsSerious(JwtErrorCode code) => (int)code is (>= 400 and <= 499) or (>= 700 and <= 899);
}
