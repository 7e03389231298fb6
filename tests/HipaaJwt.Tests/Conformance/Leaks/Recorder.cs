using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Conformance.Leaks;

/// <summary>Records all outputs of a service: logs of all levels, metrics, activities and audit events.</summary>
public sealed class Recorder : ILoggerProvider, ILogger, IAuditSink
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;

    public Recorder()
    {
        _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => RecordMeasurement(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => RecordMeasurement(instrument, value, tags));
        _meters.Start();
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Outputs.Enqueue(
                $"{activity.DisplayName} {activity.StatusDescription} "
                + $"{string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events)}"),
        };
        ActivitySource.AddActivityListener(_activities);
    }

    /// <summary>All outputs except audit events.</summary>
    public ConcurrentQueue<string> Outputs { get; } = new();

    public ConcurrentQueue<AuditEvent> Events { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Outputs.Enqueue($"{state}");
        return null;
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : string.Empty;
        Outputs.Enqueue($"{formatter(state, exception)} {values} {exception}");
    }

    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        Events.Enqueue(auditEvent);
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }

    private void RecordMeasurement<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Outputs.Enqueue($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}");
}
