namespace HipaaJwt;

/// <summary>
/// A sink that never blocks its thread, limits the time of each write itself and accepts several writes at once. A required sink is called
/// on the thread of the decision, which saves the change of threads that other sinks need. A best-effort sink receives up to 256 events
/// before it has finished the first one, in order, so that it can store them together.
/// </summary>
public interface INonBlockingAuditSink : IAuditSink;
