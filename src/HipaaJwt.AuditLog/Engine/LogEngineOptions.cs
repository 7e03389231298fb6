using HipaaJwt.AuditLog.Records;
using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Engine;

/// <summary>How a stream is written.</summary>
internal sealed record LogEngineOptions
{
    public LogSettings Settings { get; init; } = new();

    /// <summary>Replaces identifiers of patients; null to write them as they are.</summary>
    public Pseudonyms? Pseudonyms { get; init; }

    /// <summary>How long a caller waits for the disk.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
