using System.Net;

namespace HipaaJwt.Fhir.Tests.Support;

/// <summary>Audit events with a value in every property that their kind can have.</summary>
internal static class Events
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);

    public static AuditEvent Granted(string request = "0HN:1") => new()
    {
        Id = Guid.CreateVersion7(Now),
        Time = Now,
        Type = AuditEventType.AccessGranted,
        RequestId = request,
        TraceId = "0af7651916cd43dd8448eb211c80319c",
        Issuer = "https://idp.hospital.example",
        Subject = "user-42",
        SubjectName = "Ana Rivera",
        ClientId = "portal",
        TokenId = "token-1",
        SessionId = "session-1",
        Actor = "scheduler",
        OnBehalfOf = "p-9",
        Roles = ["physician", "nurse"],
        Organization = "North Hospital",
        Tenant = "north",
        Permissions = ["chart:read", "chart:list"],
        Policy = "charts",
        Action = AuditAction.Read,
        Resource = "GET /patients/{patient}/observations/{id}",
        ResourceType = "Observation",
        ResourceId = "obs-3",
        Patient = "p-7",
        PurposeOfUse = "TREAT",
        IsEmergency = true,
        EmergencyGrantId = "grant-1",
        Justification = "chest pain",
        SecurityLabels = ["R", "42CFRPart2", "local"],
        DataCategories = ["laboratory"],
        Recipient = "registry",
        RemoteAddress = IPAddress.Parse("2001:db8::1"),
        ServerHost = "charts-1",
    };

    public static AuditEvent Completed(int? status = 200, string request = "0HN:1") => new()
    {
        Id = Guid.CreateVersion7(Now),
        Time = Now.AddMilliseconds(20),
        Type = AuditEventType.RequestCompleted,
        RequestId = request,
        Issuer = "https://idp.hospital.example",
        Subject = "user-42",
        ClientId = "portal",
        TokenId = "token-1",
        Resource = "GET /patients/{patient}/observations/{id}",
        ResponseStatus = status,
        OmittedCategories = ["psychotherapy-notes"],
        RemoteAddress = IPAddress.Loopback,
        ServerHost = "charts-1",
    };

    public static AuditEvent Of(AuditEventType type) => type switch
    {
        AuditEventType.RequestCompleted => Completed(),
        AuditEventType.AccessDenied => Granted() with { Type = type, ReasonCode = JwtErrorCode.PermissionMissing },
        AuditEventType.TokenRejected => Granted() with { Type = type, ReasonCode = JwtErrorCode.TokenExpired },
        _ => Granted() with { Type = type },
    };

    /// <summary>An event with only the properties that every event has.</summary>
    public static AuditEvent Bare(AuditEventType type) => new() { Id = Guid.CreateVersion7(Now), Time = Now, Type = type };
}
