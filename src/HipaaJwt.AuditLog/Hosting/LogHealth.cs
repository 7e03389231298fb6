namespace HipaaJwt.AuditLog.Hosting;

/// <summary>Reads the state of a log of the service.</summary>
internal sealed class LogHealth
{
    private readonly Func<LogState?> _read;

    /// <param name="read">Reads the state; null if the log is not open.</param>
    public LogHealth(Func<LogState?> read) => _read = read;

    public LogState? Read() => _read();
}
