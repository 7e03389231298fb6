using HipaaJwt.TokenIssuer.Sessions;
using HipaaJwt.TokenIssuer.Tests.Support;

namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>A store of sessions in memory that can fail on demand, and counts the records of activity.</summary>
internal sealed class FlakySessionStore(TimeProvider time) : DelegatingSessionStore
{
    private readonly MemorySessionStore _sessions = new(time);
    private int _touches;

    public bool Fails { get; set; }

    public int Touches => Volatile.Read(ref _touches);

    protected override ISessionStore Store => Fails ? throw new IOException("The store is down.") : _sessions;

    public override ValueTask<bool> TouchAsync(Guid id, TimeSpan idleTimeout, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _touches);
        return base.TouchAsync(id, idleTimeout, cancellationToken);
    }
}
