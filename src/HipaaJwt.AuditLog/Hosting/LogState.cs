namespace HipaaJwt.AuditLog.Hosting;

/// <summary>The state of an open log at one moment.</summary>
/// <param name="Status">Whether it accepts events.</param>
/// <param name="Count">The number of durable events.</param>
/// <param name="Unanchored">The number of events that at least one anchor does not have.</param>
/// <param name="MaxUnanchored">The number of such events that is still healthy.</param>
/// <param name="AnchorFailures">The anchors whose last publication failed.</param>
internal sealed record LogState(
    AuditLogStatus Status, long Count, long Unanchored, long MaxUnanchored, IEnumerable<(string Name, string Failure)> AnchorFailures);
