namespace HipaaJwt.Auditing;

/// <summary>A registered sink with its delivery.</summary>
/// <param name="Name">The type name of the sink, for logs and metrics.</param>
/// <param name="Delivery">The delivery that the application registered.</param>
/// <param name="Resolve">Gets the sink from the service provider.</param>
internal sealed record AuditSinkRegistration(string Name, AuditDelivery Delivery, Func<IServiceProvider, IAuditSink> Resolve);
