using HipaaJwt.Histories.Support;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Histories.Instances;

/// <summary>Writes the log of the library to the standard error. The driver prints its end if it finds a violation.</summary>
internal sealed class ErrorLog : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger();

    public void Dispose()
    {
    }

    private sealed class Logger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                var at = MachineTime.Milliseconds(MachineTime.Now);
                Console.Error.WriteLine(FormattableString.Invariant($"{at:F0} {formatter(state, exception)}"));
            }
        }
    }
}
