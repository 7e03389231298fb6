namespace HipaaJwt.AuditLog.Writing;

/// <summary>Receives what happens to a log, for log lines, metrics and health. Implementations are thread-safe and do not throw.</summary>
internal interface ILogObserver
{
    /// <summary>A group became durable.</summary>
    void OnWritten(int records);

    /// <summary>Records were not written.</summary>
    void OnRejected(int records);

    /// <summary>The state changed.</summary>
    void OnStateChanged(AuditLogStatus status, string reason);

    /// <summary>The open segment was given up. The next one continues the log.</summary>
    void OnAbandoned(string segment, string reason);

    /// <summary>A checkpoint could not be written. It is tried again.</summary>
    void OnCheckpointFailed(string reason);
}
