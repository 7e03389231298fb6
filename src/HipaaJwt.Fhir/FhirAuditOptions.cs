namespace HipaaJwt;

/// <summary>How audit events become FHIR resources.</summary>
public sealed class FhirAuditOptions
{
    /// <summary>
    /// Writes <see cref="AuditEvent.Patient"/>, <see cref="AuditEvent.ResourceId"/>, <see cref="AuditEvent.SubjectName"/>,
    /// <see cref="AuditEvent.OnBehalfOf"/> and <see cref="AuditEvent.Justification"/>. The receiver then stores PHI. Without it, no
    /// resource claims the profile PatientRead, which requires the patient.
    /// </summary>
    /// <value><see langword="false"/> by default. The start of an export logs a warning if it is set.</value>
    public bool IncludePatientData { get; set; }

    /// <summary>
    /// The base address of the FHIR server whose records are accessed, such as <c>https://ehr.hospital.example/fhir/</c>. Patients and
    /// records are then referenced by their addresses, if their identifiers and types are those of FHIR.
    /// </summary>
    /// <value><see langword="null"/> by default: they are referenced by identifiers, which no receiver tries to resolve.</value>
    public Uri? RecordBaseAddress { get; set; }

    /// <summary>
    /// The identifier system of patients that are not referenced by an address, such as that of the medical record numbers.
    /// </summary>
    /// <value><see langword="null"/> by default: identifiers have no system.</value>
    public Uri? PatientIdentifierSystem { get; set; }

    /// <summary>The site of the service, for <c>source.site</c>, such as <c>north-campus</c>.</summary>
    /// <value><see langword="null"/> by default.</value>
    public string? Site { get; set; }
}
