namespace HipaaJwt;

/// <summary>Describes the access of a request to the record of one patient. Only the patient is required.</summary>
/// <remarks>Pass it to <see cref="AuditHttpContextExtensions"/>.</remarks>
public sealed record PatientAccess
{
    /// <summary>Creates the description of an access.</summary>
    /// <param name="patient">The identifier of the patient.</param>
    /// <exception cref="ArgumentException"><paramref name="patient"/> is empty or white space.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="patient"/> is null.</exception>
    public PatientAccess(string patient)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(patient);
        Patient = patient;
    }

    /// <summary>The identifier of the patient, for <see cref="AuditEvent.Patient"/>.</summary>
    public string Patient { get; }

    /// <summary>The action, for <see cref="AuditEvent.Action"/>.</summary>
    /// <value>Default: <see langword="null"/>. The action comes from <see cref="AuditActionAttribute"/> or the HTTP method.</value>
    public AuditAction? Action { get; init; }

    /// <summary>The type of the record, such as <c>Observation</c>, for <see cref="AuditEvent.ResourceType"/>.</summary>
    /// <value>Default: <see langword="null"/>. The type comes from <see cref="AuditResourceAttribute"/>.</value>
    public string? ResourceType { get; init; }

    /// <summary>The identifier of the record, for <see cref="AuditEvent.ResourceId"/>.</summary>
    /// <value>Default: <see langword="null"/>. The identifier comes from <see cref="AuditResourceAttribute"/>.</value>
    public string? ResourceId { get; init; }

    /// <summary>The purpose of use, such as <c>TREAT</c> (HL7 v3 ActReason), for <see cref="AuditEvent.PurposeOfUse"/>.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public string? PurposeOfUse { get; init; }

    /// <summary>The categories of the data, such as <c>laboratory</c>, for <see cref="AuditEvent.DataCategories"/>.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> DataCategories { get; init; } = [];

    /// <summary>The security labels of the record, such as <c>42CFRPart2</c>, for <see cref="AuditEvent.SecurityLabels"/>.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> SecurityLabels { get; init; } = [];

    /// <summary>The recipient of the data if it is not the user, for <see cref="AuditEvent.Recipient"/>.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public string? Recipient { get; init; }

    /// <summary>Returns the type of the record, but never the patient.</summary>
    /// <returns>The name of this type and <see cref="ResourceType"/>.</returns>
    public override string ToString() => $"PatientAccess {ResourceType}";
}
