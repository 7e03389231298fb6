using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tool.Trusts;

/// <summary>Keeps the lines that the library logs. They contain neither tokens nor secrets. Thread-safe.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private const string Prefix = "HipaaJwt";

    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IEnumerable<LogLine> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName.StartsWith(Prefix, StringComparison.Ordinal));

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLog log, bool isOfLibrary) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isOfLibrary && logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
                log._lines.Enqueue(new LogLine(eventId.Id, logLevel, formatter(state, exception), values));
            }
        }
    }
}
