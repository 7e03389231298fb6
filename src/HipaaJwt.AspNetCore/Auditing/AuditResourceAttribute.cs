namespace HipaaJwt;

/// <summary>
/// Names the record that an endpoint handles, for its audit events: the type, and the route values that contain the identifiers
/// of the record and of the patient.
/// </summary>
/// <example>
/// <code>
/// [HttpGet("/patients/{patient}/charts/{id}")]
/// [AuditResource("Chart", IdRouteValue = "id", PatientRouteValue = "patient")]
/// public Chart Get(string patient, string id) => …
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AuditResourceAttribute : Attribute
{
    /// <summary>Names the type of the record.</summary>
    /// <param name="type">The type, such as <c>Chart</c> or <c>Observation</c>.</param>
    public AuditResourceAttribute(string type)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        Type = type;
    }

    /// <summary>The type of the record, for <see cref="AuditEvent.ResourceType"/>.</summary>
    public string Type { get; }

    /// <summary>The route value that contains the identifier of the record, for <see cref="AuditEvent.ResourceId"/>.</summary>
    /// <value><see langword="null"/> by default: it is not recorded.</value>
    public string? IdRouteValue { get; set; }

    /// <summary>The route value that contains the identifier of the patient, for <see cref="AuditEvent.Patient"/>.</summary>
    /// <value><see langword="null"/> by default: it is not recorded.</value>
    public string? PatientRouteValue { get; set; }
}
