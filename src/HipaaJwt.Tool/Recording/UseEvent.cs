namespace HipaaJwt.Tool.Recording;

/// <summary>The events with which the tool records what somebody did with a log.</summary>
internal static class UseEvent
{
    public const string HoldType = "AuditLogHold";
    public const string KeyType = "AuditLogSigningKey";

    /// <summary>Somebody read records.</summary>
    /// <param name="search">The command and its conditions, without the patient.</param>
    public static AuditEvent Searched(string search) => new()
    {
        Type = AuditEventType.AuditLogSearched,
        Action = AuditAction.Execute,
        Resource = search,
    };

    /// <summary>Somebody read single records.</summary>
    public static AuditEvent Read(string command, string origin, string? index) => new()
    {
        Type = AuditEventType.AuditLogSearched,
        Action = AuditAction.Read,
        Resource = command,
        ResourceType = "AuditLogStream",
        ResourceId = index is null ? origin : $"{origin}#{index}",
    };

    public static AuditEvent HoldChanged(AuditAction action, string name) => new()
    {
        Type = AuditEventType.ConfigurationChanged,
        Action = action,
        ResourceType = HoldType,
        ResourceId = name,
    };

    public static AuditEvent KeyChanged(AuditAction action, string keyId) => new()
    {
        Type = AuditEventType.SigningKeyChanged,
        Action = action,
        ResourceType = KeyType,
        ResourceId = keyId,
    };
}
