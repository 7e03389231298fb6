namespace HipaaJwt;

/// <summary>What makes an audit event unique: its identifier and its time. <see cref="IAuditTrail.CreateStamp"/> creates it.</summary>
/// <param name="Id">A UUID of version 7 (RFC 9562, section 5.7). Those of one process sort in the order of their creation.</param>
/// <param name="Time">The time in UTC.</param>
/// <param name="ServerHost">The name of the machine or container.</param>
public readonly record struct AuditStamp(Guid Id, DateTimeOffset Time, string? ServerHost);
