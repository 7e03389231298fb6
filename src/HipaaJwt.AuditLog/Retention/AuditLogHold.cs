namespace HipaaJwt;

/// <summary>A legal hold: while it exists, nothing of the audit log is pruned.</summary>
/// <param name="Name">The name, such as <c>case-2026-17</c>: 1 to 64 letters, digits, <c>-</c>, <c>_</c> or <c>.</c></param>
/// <param name="Since">The time when the hold was added; null if its file cannot be read. The hold is in effect all the same.</param>
/// <param name="Reason">The reason; null if none was given or the file cannot be read.</param>
public sealed record AuditLogHold(string Name, DateTimeOffset? Since, string? Reason)
{
    /// <summary>Formats the name.</summary>
    /// <returns>A text without the reason, which may name a person.</returns>
    public override string ToString() => $"Hold {Name}";
}
