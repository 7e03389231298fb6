namespace HipaaJwt;

/// <summary>The head of an audit log in a database: one row, which each append locks and replaces.</summary>
/// <param name="Origin">The name of the stream.</param>
/// <param name="PublicKey">The key of its checkpoints as SubjectPublicKeyInfo, in DER.</param>
/// <param name="Size">The number of events, 0 or more.</param>
/// <param name="Frontier">
/// The roots of the complete subtrees of all events, largest first, 32 bytes for each bit of <paramref name="Size"/> that is 1.
/// </param>
public sealed record AuditLogHead(string Origin, ReadOnlyMemory<byte> PublicKey, long Size, ReadOnlyMemory<byte> Frontier);
