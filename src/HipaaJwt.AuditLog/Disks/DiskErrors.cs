namespace HipaaJwt.AuditLog.Disks;

/// <summary>The meaning of errors of the operating system.</summary>
internal static class DiskErrors
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Whether there is no room for more bytes.</summary>
    public static bool IsFull(IOException exception) => exception.HResult is NoSpace or QuotaExceeded or WindowsDiskFull;
}
