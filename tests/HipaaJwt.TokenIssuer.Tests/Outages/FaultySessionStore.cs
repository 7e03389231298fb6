using HipaaJwt.TokenIssuer.Sessions;
using HipaaJwt.TokenIssuer.Tests.Support;

namespace HipaaJwt.TokenIssuer.Tests.Outages;

/// <summary>A store of sessions in memory. A test can make one of its steps fail.</summary>
internal sealed class FaultySessionStore(TimeProvider time) : DelegatingSessionStore
{
    public const string Create = "create";
    public const string Find = "find";
    public const string Advance = "advance";
    public const string End = "end";

    public Fault Fault { get; } = new();

    protected override ISessionStore Store { get; } = new MemorySessionStore(time);

    public override ValueTask<StoredSession> CreateAsync(SessionEntry entry, CancellationToken cancellationToken) =>
        Fault.RunAsync(Create, () => base.CreateAsync(entry, cancellationToken));

    public override ValueTask<StoredSession?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        Fault.RunAsync(Find, () => base.FindAsync(id, cancellationToken));

    public override ValueTask<SessionAdvance> AdvanceAsync(
        Guid id, long counter, TimeSpan retryWindow, CancellationToken cancellationToken) =>
        Fault.RunAsync(Advance, () => base.AdvanceAsync(id, counter, retryWindow, cancellationToken));

    public override ValueTask<StoredSession?> EndAsync(Guid id, SessionEndReason reason, CancellationToken cancellationToken) =>
        Fault.RunAsync(End, () => base.EndAsync(id, reason, cancellationToken));
}
