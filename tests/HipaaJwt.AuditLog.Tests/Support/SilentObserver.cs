using System.Collections.Concurrent;
using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Tests.Support;

/// <summary>Remembers what happened to a log.</summary>
internal sealed class SilentObserver : ILogObserver
{
    public ConcurrentQueue<string> Events { get; } = new();

    public void OnWritten(int records)
    {
    }

    public void OnRejected(int records)
    {
    }

    public void OnStateChanged(AuditLogStatus status, string reason) => Events.Enqueue($"{status}");

    public void OnAbandoned(string segment, string reason) => Events.Enqueue($"Abandoned {segment}");

    public void OnCheckpointFailed(string reason) => Events.Enqueue("CheckpointFailed");
}
