namespace HipaaJwt;

/// <summary>Sets what an endpoint does with its record, for its audit events, if the HTTP method does not say it.</summary>
/// <remarks>By default GET and HEAD read, POST creates, PUT and PATCH update, DELETE deletes, and other methods execute.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AuditActionAttribute : Attribute
{
    /// <summary>Sets the action.</summary>
    /// <param name="action">What the endpoint does with the record.</param>
    public AuditActionAttribute(AuditAction action) => Action = action;

    /// <summary>What the endpoint does with the record, for <see cref="AuditEvent.Action"/>.</summary>
    public AuditAction Action { get; }
}
