namespace HipaaJwt;

/// <summary>A signed checkpoint of an audit log in a database. There is at most one for each size.</summary>
/// <param name="Size">The number of events that it covers.</param>
/// <param name="Note">The signed note.</param>
/// <param name="Frontier">The roots of the complete subtrees of these events, as in <see cref="AuditLogHead.Frontier"/>.</param>
public sealed record AuditLogStoredCheckpoint(long Size, string Note, ReadOnlyMemory<byte> Frontier);
