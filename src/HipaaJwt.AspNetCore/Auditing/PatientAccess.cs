namespace HipaaJwt;

/// <summary>The access of a request to the record of one patient. Only the patient is required.</summary>
public sealed record PatientAccess
{
    /// <summary>Describes an access.</summary>
    /// <param name="patient">The identifier of the patient.</param>
    public PatientAccess(string patient)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(patient);
        Patient = patient;
    }

    /// <summary>The identifier of the patient.</summary>
    public string Patient { get; }

    /// <summary>What is done with the record.</summary>
    /// <value><see langword="null"/> by default: as the endpoint or the HTTP method says.</value>
    public AuditAction? Action { get; init; }

    /// <summary>The type of the record, such as <c>Observation</c>.</summary>
    /// <value><see langword="null"/> by default: as <see cref="AuditResourceAttribute"/> says.</value>
    public string? ResourceType { get; init; }

    /// <summary>The identifier of the record.</summary>
    /// <value><see langword="null"/> by default: as <see cref="AuditResourceAttribute"/> says.</value>
    public string? ResourceId { get; init; }

    /// <summary>The purpose of use, such as <c>TREAT</c> (HL7 v3 ActReason).</summary>
    public string? PurposeOfUse { get; init; }

    /// <summary>The categories of the data, such as <c>laboratory</c>.</summary>
    public IReadOnlyList<string> DataCategories { get; init; } = [];

    /// <summary>The security labels of the record, such as <c>42CFRPart2</c>.</summary>
    public IReadOnlyList<string> SecurityLabels { get; init; } = [];

    /// <summary>Who receives the data, if not the user.</summary>
    public string? Recipient { get; init; }

    /// <summary>The type of the record alone; never the patient.</summary>
    public override string ToString() => $"PatientAccess {ResourceType}";
}
