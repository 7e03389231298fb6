using HipaaJwt.TokenIssuer.Tests.Support;

namespace HipaaJwt.Stores.Tests.Workers;

/// <summary>A store whose refreshes have the defect of the process.</summary>
internal sealed class PlantedSessionStore(ISessionStore store, Planted planted) : DelegatingSessionStore
{
    protected override ISessionStore Store => store;

    public override async ValueTask<SessionAdvance> AdvanceAsync(
        Guid id, long counter, TimeSpan retryWindow, CancellationToken cancellationToken)
    {
        if (planted.Defect == PlantedDefect.None)
        {
            return await store.AdvanceAsync(id, counter, retryWindow, cancellationToken);
        }

        var seen = await store.FindAsync(id, cancellationToken);
        var advance = await store.AdvanceAsync(id, counter, retryWindow, cancellationToken);
        var ignoresOutcome = planted.Defect switch
        {
            PlantedDefect.ReadThenWrite => seen?.Counter == counter,
            PlantedDefect.IgnoredFailure => advance.Outcome == SessionAdvanceOutcome.Reused,
            _ => false,
        };
        return ignoresOutcome ? advance with { Outcome = SessionAdvanceOutcome.Advanced } : advance;
    }
}
