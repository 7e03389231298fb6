namespace HipaaJwt.AuditLog.Disks;

/// <summary>What tells whether a file was deleted, replaced or cut.</summary>
/// <param name="Device">The device; 0 if the platform does not say.</param>
/// <param name="Number">The number of the file on its device; 0 if the platform does not say.</param>
/// <param name="Links">The number of names of the file; 1 if the platform does not say.</param>
/// <param name="Length">The length in bytes.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Number, uint Links, long Length);
