namespace HipaaJwt.AuditLog.Opening;

/// <summary>Finds what kind of file system a directory lies on.</summary>
internal static class LogFileSystem
{
    private static readonly string[] Volatile = ["tmpfs", "ramfs"];

    private static readonly string[] Network =
        ["nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "v9fs", "afs", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs"];

    public static LogFileSystemKind KindOf(string format) => format switch
    {
        _ when Volatile.Contains(format, StringComparer.OrdinalIgnoreCase) => LogFileSystemKind.Volatile,
        _ when Network.Contains(format, StringComparer.OrdinalIgnoreCase) => LogFileSystemKind.Network,
        "overlay" or "overlayfs" or "aufs" => LogFileSystemKind.ContainerLayer,
        _ => LogFileSystemKind.Local,
    };

    /// <summary>The name of the file system of a directory; empty if the platform does not say.</summary>
    public static string FormatOf(string directory)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(directory)).DriveFormat;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return string.Empty;
        }
    }
}
