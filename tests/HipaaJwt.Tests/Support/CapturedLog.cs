using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Support;

/// <summary>Captures every log line.</summary>
public sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<Line> _lines = new();

    public IReadOnlyCollection<Line> Lines => _lines;

    public void Clear() => _lines.Clear();

    public IEnumerable<Line> Of(string category) => _lines.Where(line => line.Category == category);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose()
    {
    }

    public sealed record Line(
        string Category, LogLevel Level, int Id, string Text, IReadOnlyList<KeyValuePair<string, object?>> Properties);

    private sealed class Logger(string category, ConcurrentQueue<Line> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var properties = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            lines.Enqueue(new Line(category, logLevel, eventId.Id, formatter(state, exception), properties));
        }
    }
}
