using System.Globalization;
using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Writing;

/// <summary>Creates the events of the log about itself.</summary>
internal sealed class LifecycleEvents
{
    public const string SegmentType = "AuditLogSegment";
    private const string StreamType = "AuditLogStream";

    private readonly TimeProvider _time;
    private readonly string _origin;
    private readonly string _host = Environment.MachineName;

    public LifecycleEvents(TimeProvider time, string origin)
    {
        _time = time;
        _origin = origin;
    }

    public AuditEvent Started() => About(AuditEventType.AuditLogStarted);

    public AuditEvent Stopped() => About(AuditEventType.AuditLogStopped);

    public AuditEvent Full() => About(AuditEventType.AuditLogFull) with { Outcome = AuditOutcome.Failure };

    /// <summary>The deletion of all segments before an index.</summary>
    public AuditEvent Pruned(long firstLeft) => About(AuditEventType.AuditLogPruned) with
    {
        Action = AuditAction.Delete,
        ResourceType = SegmentType,
        ResourceId = firstLeft.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The end of a segment that was not rotated. The verifier compares the event with the header.</summary>
    public AuditEvent Ended(string segment, PreviousSegment end) =>
        About(end.Reason == SegmentEnd.Recovered ? AuditEventType.AuditLogRecovered : AuditEventType.AuditLogSegmentAbandoned) with
        {
            Outcome = AuditOutcome.Failure,
            ResourceType = SegmentType,
            ResourceId = segment,
            Resource = string.Create(CultureInfo.InvariantCulture, $"bytes={end.Bytes}"),
        };

    private AuditEvent About(AuditEventType type)
    {
        var now = _time.GetUtcNow();
        return new AuditEvent(new AuditStamp(Guid.CreateVersion7(now), now, _host), token: null)
        {
            Type = type,
            ResourceType = StreamType,
            ResourceId = _origin,
        };
    }
}
