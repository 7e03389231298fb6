namespace HipaaJwt.AuditLog.Tests.Support;

/// <summary>How a call of a simulated disk fails.</summary>
internal enum DiskFault
{
    None,

    /// <summary>An error of the device.</summary>
    Error,

    /// <summary>There is no room.</summary>
    Full,

    /// <summary>The machine stops.</summary>
    Crash,
}
