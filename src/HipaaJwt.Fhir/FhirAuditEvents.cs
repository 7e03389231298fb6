using HipaaJwt.Fhir.Mapping;
using Hl7.Fhir.Serialization;
using FhirAuditEvent = Hl7.Fhir.Model.AuditEvent;

namespace HipaaJwt;

/// <summary>Maps audit events to FHIR R4 AuditEvent resources. Pure and thread-safe.</summary>
/// <remarks>
/// After a successful response, a resource claims the profiles of IHE BALP 1.1.4 that it fulfills: OAUTHaccessTokenUse.Minimal if the
/// token has a <c>jti</c>, and PatientRead for the read of a patient's record. All other resources claim no profile.
/// </remarks>
public static class FhirAuditEvents
{
    /// <summary>Maps one event.</summary>
    /// <param name="auditEvent">The event.</param>
    /// <param name="completion">
    /// The <see cref="AuditEventType.RequestCompleted"/> event with the same <see cref="AuditEvent.RequestId"/>; null if there is none. It
    /// matters for <see cref="AuditEventType.AccessGranted"/> only: without it, the resource records the decision and not the access.
    /// </param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>A resource whose <c>id</c> is <see cref="AuditEvent.Id"/>, so that it can be sent again under the same address.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="auditEvent"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="completion"/> is not a <see cref="AuditEventType.RequestCompleted"/> event of the same request.
    /// </exception>
    /// <example>
    /// <code>
    /// var resource = FhirAuditEvents.Create(decision, completion, new FhirAuditOptions { IncludePatientData = true });
    /// </code>
    /// </example>
    public static FhirAuditEvent Create(AuditEvent auditEvent, AuditEvent? completion = null, FhirAuditOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        if (completion is not null
            && (completion.Type != AuditEventType.RequestCompleted || completion.RequestId != auditEvent.RequestId))
        {
            throw new ArgumentException("The completion is not the RequestCompleted event of the same request.", nameof(completion));
        }

        return ResourceFactory.Create(new AuditedRequest(auditEvent, completion), options ?? new FhirAuditOptions());
    }

    /// <summary>Maps one event to JSON on one line, as NDJSON requires.</summary>
    /// <inheritdoc cref="Create" path="/param"/>
    /// <inheritdoc cref="Create" path="/exception"/>
    /// <returns>The JSON of the resource (<c>application/fhir+json</c>).</returns>
    public static string ToJson(AuditEvent auditEvent, AuditEvent? completion = null, FhirAuditOptions? options = null) =>
        Create(auditEvent, completion, options).ToJson();
}
