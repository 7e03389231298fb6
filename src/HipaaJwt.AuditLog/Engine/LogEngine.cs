using HipaaJwt.AuditLog.Anchoring;
using HipaaJwt.AuditLog.Records;
using HipaaJwt.AuditLog.Recovery;
using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Engine;

/// <summary>One open stream: its writer, its checkpoints and its anchors. Thread-safe.</summary>
internal sealed class LogEngine : IAsyncDisposable
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(250);

    private readonly LogWriter _writer;
    private readonly CheckpointWriter _checkpoints;
    private readonly Anchors _anchors;
    private readonly RecordPool _pool;
    private readonly TimeProvider _time;
    private readonly TimeSpan _writeTimeout;
    private readonly ITimer _watch;

    private LogEngine(
        LogStream stream, LogWriter writer, CheckpointWriter checkpoints, Anchors anchors, LogEngineOptions options, TimeProvider time)
    {
        Stream = stream;
        _writer = writer;
        _checkpoints = checkpoints;
        _anchors = anchors;
        _pool = new RecordPool(options.Pseudonyms);
        _time = time;
        _writeTimeout = options.WriteTimeout;
        _watch = time.CreateTimer(static engine => ((LogEngine)engine!).Watch(), this, WatchInterval, WatchInterval);
    }

    public LogStream Stream { get; }

    public AuditLogStatus Status => _writer.Status;

    public long Count => _writer.Count;

    public Anchors Anchors => _anchors;

    /// <summary>The number of events that a durable checkpoint and all anchors cover.</summary>
    public long Covered => Math.Min(_checkpoints.Size, _anchors.Size);

    /// <summary>Checks the end of a stream and opens it.</summary>
    /// <param name="stream">The stream. The caller holds its lock.</param>
    /// <param name="anchored">The newest checkpoints that the anchors have.</param>
    /// <param name="anchors">The anchors.</param>
    /// <param name="options">The limits.</param>
    /// <param name="observer">Receives what happens.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="AuditLogDamagedException">The records do not match a checkpoint.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static LogEngine Open(
        LogStream stream,
        IEnumerable<AuditLogCheckpoint> anchored,
        Anchors anchors,
        LogEngineOptions options,
        ILogObserver observer,
        TimeProvider time)
    {
        var recovered = new StreamRecovery(stream, anchored).Recover();
        var events = new LifecycleEvents(time, stream.Origin);
        var chain = new SegmentChain(stream, options.Settings, time, events, recovered.End);
        var files = new CheckpointFiles(stream, recovered.Checkpoints.Length);
        var checkpoints = new CheckpointWriter(stream, files, observer, anchors.Post);
        var writer = new LogWriter(chain, options.Settings, events, checkpoints, observer, anchors, time);
        try
        {
            // The first note exists before the first event is acknowledged, so a stream that lost everything is not taken for a new one.
            checkpoints.Write(chain.Count, chain.Root());
            writer.Start();
            checkpoints.Start();
            return new LogEngine(stream, writer, checkpoints, anchors, options, time);
        }
        catch
        {
            writer.Dispose();
            checkpoints.Dispose();
            throw;
        }
    }

    /// <summary>Appends an event.</summary>
    /// <returns>A task that completes when the event is durable.</returns>
    /// <exception cref="AuditLogUnavailableException">It was not written.</exception>
    public ValueTask AppendAsync(AuditEvent auditEvent)
    {
#pragma warning disable CA2000 // It returns to the pool.
        var record = _pool.Rent();
#pragma warning restore CA2000
        record.Prepare(auditEvent, _time.GetTimestamp());
        if (_writer.TryAdd(record))
        {
            return record.Task;
        }

        _pool.Return(record);
        return ValueTask.FromException(new AuditLogUnavailableException(
            "The audit log did not write the event: it is closed, or too many events wait."));
    }

    /// <summary>Writes what waits and the end of the log, and signs and anchors it.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.Run(_writer.Close).ConfigureAwait(false);
        await _anchors.CloseAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        await _watch.DisposeAsync().ConfigureAwait(false);
        _writer.Dispose();
        _checkpoints.Dispose();
    }

    private void Watch()
    {
        var limit = (long)(_writeTimeout.TotalSeconds * _time.TimestampFrequency);
        _writer.GiveUpAddedBefore(_time.GetTimestamp() - limit);
    }
}
