using System.Net;

namespace HipaaJwt.Tool.Tests.Reports;

/// <summary>Events of a site, for tests of single sections. The times are in March 2026, in UTC.</summary>
internal static class SiteEvent
{
    public const string From = "2026-03-01";
    public const string To = "2026-04-01";

    /// <summary>A Monday.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static AuditEvent Access(
        DateTimeOffset time, string user = "dr-1", string? patient = "p-7", string address = "10.0.0.1") => new()
        {
            Id = Guid.CreateVersion7(time),
            Time = time,
            Type = AuditEventType.AccessGranted,
            Issuer = "https://idp.hospital.example",
            Subject = user,
            Patient = patient,
            RemoteAddress = IPAddress.Parse(address),
        };

    public static AuditEvent Rejection(DateTimeOffset time, string address) => new()
    {
        Id = Guid.CreateVersion7(time),
        Time = time,
        Type = AuditEventType.TokenRejected,
        ReasonCode = JwtErrorCode.TokenExpired,
        RemoteAddress = IPAddress.Parse(address),
    };
}
