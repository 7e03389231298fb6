namespace HipaaJwt;

/// <summary>
/// Names the record that an endpoint handles: its type, and the route values that contain the identifiers of the record and of
/// the patient. The audit events of the endpoint contain them.
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
    /// <summary>Sets the type of the record.</summary>
    /// <param name="type">The type, such as <c>Chart</c> or <c>Observation</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="type"/> is empty or white space.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="type"/> is null.</exception>
    public AuditResourceAttribute(string type)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        Type = type;
    }

    /// <summary>The type of the record, for <see cref="AuditEvent.ResourceType"/>.</summary>
    public string Type { get; }

    /// <summary>The name of the route value that contains the identifier of the record, for <see cref="AuditEvent.ResourceId"/>.</summary>
    /// <value>Default: <see langword="null"/>. The events contain no identifier.</value>
    public string? IdRouteValue { get; set; }

    /// <summary>The name of the route value that contains the identifier of the patient, for <see cref="AuditEvent.Patient"/>.</summary>
    /// <value>Default: <see langword="null"/>. The events contain no patient.</value>
    public string? PatientRouteValue { get; set; }
}
