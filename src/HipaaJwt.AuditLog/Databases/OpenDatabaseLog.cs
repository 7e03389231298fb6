using HipaaJwt.AuditLog.Anchoring;
using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Databases;

/// <summary>An open log in a database with what must be closed after it.</summary>
internal sealed class OpenDatabaseLog : IAsyncDisposable
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly LifecycleEvents _events;
    private readonly IReadOnlyList<IDisposable> _resources;
    private int _isDisposed;

    public OpenDatabaseLog(
        DatabaseStream stream,
        DatabaseWriter writer,
        DatabaseCheckpoints checkpoints,
        RecordIntake intake,
        Anchors anchors,
        LifecycleEvents events,
        IReadOnlyList<IDisposable> resources)
    {
        Stream = stream;
        Writer = writer;
        Checkpoints = checkpoints;
        Intake = intake;
        Anchors = anchors;
        _events = events;
        _resources = resources;
    }

    public DatabaseStream Stream { get; }

    public DatabaseWriter Writer { get; }

    public DatabaseCheckpoints Checkpoints { get; }

    public RecordIntake Intake { get; }

    public Anchors Anchors { get; }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await TryStopAsync().ConfigureAwait(false);
        await Task.Run(Writer.Dispose).ConfigureAwait(false);
        await Checkpoints.CloseAsync(CloseLimit).ConfigureAwait(false);
        await Anchors.CloseAsync(CloseLimit).ConfigureAwait(false);
        await Intake.DisposeAsync().ConfigureAwait(false);
        Checkpoints.Dispose();
        foreach (var resource in _resources)
        {
            resource.Dispose();
        }
    }

    private async Task TryStopAsync()
    {
        try
        {
            await Intake.AppendAsync(_events.Stopped()).ConfigureAwait(false);
        }
        catch (AuditLogUnavailableException)
        {
            // The log ends without the event that it stopped.
        }
    }
}
