namespace HipaaJwt.Auditing;

/// <summary>A sink and the delivery that was asked for.</summary>
internal sealed record AuditSinkRegistration(string Name, AuditDelivery Delivery, Func<IServiceProvider, IAuditSink> Resolve);
