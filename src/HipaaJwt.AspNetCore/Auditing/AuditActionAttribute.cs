namespace HipaaJwt;

/// <summary>Sets the action that the audit events of an endpoint record. Use it if the HTTP method does not describe the action.</summary>
/// <remarks>By default, GET and HEAD read, POST creates, PUT and PATCH update, DELETE deletes, and other methods execute.</remarks>
/// <example>
/// <code>
/// [HttpPost("/charts/search")]
/// [RequirePermission("chart:read")]
/// [AuditAction(AuditAction.Read)]
/// public IEnumerable&lt;Chart&gt; Search(ChartQuery query) => …
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AuditActionAttribute : Attribute
{
    /// <summary>Sets the action.</summary>
    /// <param name="action">The action that the endpoint performs on the record.</param>
    public AuditActionAttribute(AuditAction action) => Action = action;

    /// <summary>The value of <see cref="AuditEvent.Action"/> in the audit events of the endpoint.</summary>
    public AuditAction Action { get; }
}
