namespace HipaaJwt;

/// <summary>
/// A sink that never blocks its thread and limits the time of each write itself. It is called on the thread of the decision, which saves
/// the change of threads that other required sinks need.
/// </summary>
public interface INonBlockingAuditSink : IAuditSink;
