using System.Net;

namespace HipaaJwt.AuditLog.Tests.Support;

/// <summary>An event with a value in every property.</summary>
internal static class FullEvent
{
    public static AuditEvent Create() => new()
    {
        Id = new Guid("01900000-0000-7000-8000-000000000001"),
        Time = new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero),
        Type = AuditEventType.AccessDenied,
        Outcome = AuditOutcome.Failure,
        ReasonCode = JwtErrorCode.RequirementNotMet,
        ReasonMember = "chart:read",
        RequestId = "request",
        TraceId = "trace",
        Issuer = "https://issuer.example",
        Subject = "user-1",
        SubjectName = "Dr. A",
        ClientId = "client",
        TokenId = "token",
        SessionId = "session",
        Actor = "actor",
        OnBehalfOf = "principal",
        Roles = ["physician", "nurse"],
        Organization = "organization",
        Tenant = "tenant",
        Permissions = ["chart:read", "chart:write"],
        Policy = "policy",
        Action = AuditAction.Read,
        Resource = "/charts/1",
        ResourceType = "Chart",
        ResourceId = "chart-1",
        Patient = "patient-1",
        PurposeOfUse = "TREAT",
        IsEmergency = true,
        EmergencyGrantId = "grant",
        Justification = "because",
        RevocationReason = Enum.GetValues<RevocationReason>()[^1],
        SessionEndReason = Enum.GetValues<SessionEndReason>()[^1],
        IsRetry = true,
        SecurityLabels = ["R"],
        DataCategories = ["laboratory"],
        ResponseStatus = 206,
        OmittedCategories = ["psychotherapy-notes"],
        Recipient = "recipient",
        RemoteAddress = IPAddress.Parse("2001:db8::1"),
        ServerHost = "host",
    };
}
