namespace HipaaJwt.AuditLog.Hosting;

/// <summary>The log in a database that the application registered.</summary>
internal sealed record DatabaseLogRegistration(IAuditLogDatabase Database, AuditLogOptions Options);
