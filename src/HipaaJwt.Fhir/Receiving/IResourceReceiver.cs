using FhirAuditEvent = Hl7.Fhir.Model.AuditEvent;

namespace HipaaJwt.Fhir.Receiving;

/// <summary>Receives resources, one after the other.</summary>
internal interface IResourceReceiver : IDisposable
{
    /// <summary>How many resources may be sent before the cursor must be saved. After a crash, so many may be sent again.</summary>
    int MaxUnsaved { get; }

    /// <summary>Sends a resource. It never throws for a receiver that is not available.</summary>
    Task<Receipt> SendAsync(FhirAuditEvent resource, CancellationToken cancellationToken);

    /// <summary>Makes what was accepted durable, before the cursor says that it was.</summary>
    void Complete();
}
