using HipaaJwt.TokenIssuer.Tests.Support;

namespace HipaaJwt.Stores.Tests.Issuer;

/// <summary>A store that can stop its process at a refresh.</summary>
internal sealed class HaltingSessionStore(ISessionStore store, HaltPoint halt) : DelegatingSessionStore
{
    protected override ISessionStore Store => store;

    public override ValueTask<SessionAdvance> AdvanceAsync(
        Guid id, long counter, TimeSpan retryWindow, CancellationToken cancellationToken)
    {
        var advance = HaltingClock.Inside(
            HaltPoint.AdvanceOpen, () => store.AdvanceAsync(id, counter, retryWindow, cancellationToken));
        halt.Pass(HaltPoint.AdvanceCommitted);
        return advance;
    }
}
