namespace HipaaJwt;

/// <summary>The identifier, the time and the host of an audit event. <see cref="IAuditTrail.CreateStamp"/> creates it.</summary>
/// <param name="Id">
/// A UUID of version 7 (RFC 9562 section 5.7). UUIDs of one process sort in the order of their creation, even if the clock goes back.
/// </param>
/// <param name="Time">The time of the event, in UTC.</param>
/// <param name="ServerHost">The name of the machine or container.</param>
public readonly record struct AuditStamp(Guid Id, DateTimeOffset Time, string? ServerHost);
