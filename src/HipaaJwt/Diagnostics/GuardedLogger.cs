using Microsoft.Extensions.Logging;

namespace HipaaJwt.Diagnostics;

/// <summary>
/// Discards the exceptions of a logger. A log that fails must neither change a decision nor end work in the background.
/// </summary>
internal sealed class GuardedLogger : ILogger
{
    private readonly ILogger _logger;

    public GuardedLogger(ILogger logger) => _logger = logger;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _logger.BeginScope(state);

#pragma warning disable CA1031 // A log provider of the application may throw any exception.
    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return _logger.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            _logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // There is no other place to report it.
        }
    }
#pragma warning restore CA1031
}
