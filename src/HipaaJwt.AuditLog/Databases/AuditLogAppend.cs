namespace HipaaJwt;

/// <summary>What one transaction writes to an audit log in a database.</summary>
/// <param name="Head">The head that replaces the locked one, also if there are no rows.</param>
/// <param name="Rows">The events to insert.</param>
public sealed record AuditLogAppend(AuditLogHead Head, IReadOnlyList<AuditLogRow> Rows);
