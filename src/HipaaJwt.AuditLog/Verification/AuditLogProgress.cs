namespace HipaaJwt;

/// <summary>How far a verification has come.</summary>
/// <param name="Directory">The directory of the stream that is read, or the name of its database.</param>
/// <param name="Bytes">The number of bytes of all streams that have been read.</param>
/// <param name="TotalBytes">The number of bytes of all streams when the verification began.</param>
/// <param name="Events">The number of events of all streams that have been checked.</param>
public readonly record struct AuditLogProgress(string Directory, long Bytes, long TotalBytes, long Events);
