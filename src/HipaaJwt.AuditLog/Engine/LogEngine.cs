using HipaaJwt.AuditLog.Anchoring;
using HipaaJwt.AuditLog.Recovery;
using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Engine;

/// <summary>One open stream: its writer, its checkpoints and its anchors. Thread-safe.</summary>
internal sealed class LogEngine : IAsyncDisposable
{
    private readonly LogWriter _writer;
    private readonly CheckpointWriter _checkpoints;
    private readonly Anchors _anchors;
    private readonly RecordIntake _intake;

    private LogEngine(
        LogStream stream, LogWriter writer, CheckpointWriter checkpoints, Anchors anchors, LogEngineOptions options, TimeProvider time)
    {
        Stream = stream;
        _writer = writer;
        _checkpoints = checkpoints;
        _anchors = anchors;
        _intake = new RecordIntake(writer.Queue, options.Pseudonyms, options.WriteTimeout, time);
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
    public ValueTask AppendAsync(AuditEvent auditEvent) => _intake.AppendAsync(auditEvent);

    /// <summary>Writes what waits and the end of the log, and signs and anchors it.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.Run(_writer.Close).ConfigureAwait(false);
        await _anchors.CloseAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        await _intake.DisposeAsync().ConfigureAwait(false);
        _writer.Dispose();
        _checkpoints.Dispose();
    }
}
