using HipaaJwt.TokenIssuer.Sessions;

namespace HipaaJwt.TokenIssuer.Tests.Sessions;

/// <summary>A defect that a store of sessions may have.</summary>
public enum PlantedDefect
{
    /// <summary>No defect.</summary>
    None,

    /// <summary>It reads the counter, and writes it later without looking again.</summary>
    ReadThenWrite,

    /// <summary>It does not look whether the compare-and-set has changed a row.</summary>
    IgnoredFailure,

    /// <summary>The direct predecessor is forgiven at any time.</summary>
    WindowWithoutLimit,

    /// <summary>A refresh starts the whole lifetime again.</summary>
    RenewedLifetime,
}

/// <summary>A store with a planted defect. Everything else is that of the store in memory.</summary>
internal sealed class PlantedStore(PlantedDefect defect, TimeProvider time)
{
    private readonly MemorySessionStore _store = new(time);
    private DateTimeOffset? _renewedAt;

    public ValueTask<StoredSession> CreateAsync(SessionEntry entry) => _store.CreateAsync(entry, CancellationToken.None);

    public async Task<(SessionAdvanceOutcome Outcome, StoredSession? Session)> AdvanceAsync(
        SessionEntry entry, long counter, TimeSpan window)
    {
        var seen = await _store.FindAsync(entry.Id, CancellationToken.None);
        await Task.Yield();
        if (defect == PlantedDefect.WindowWithoutLimit)
        {
            window = TimeSpan.FromDays(1);
        }

        if (defect == PlantedDefect.RenewedLifetime && seen!.Counter == counter && seen.State == SessionState.Active)
        {
            _renewedAt = time.GetUtcNow();
        }

        var (outcome, session) = await _store.AdvanceAsync(entry.Id, counter, window, CancellationToken.None);
        return defect switch
        {
            PlantedDefect.ReadThenWrite when seen!.Counter == counter => (SessionAdvanceOutcome.Advanced, session),
            PlantedDefect.IgnoredFailure when outcome is SessionAdvanceOutcome.Reused => (SessionAdvanceOutcome.Advanced, session),
            PlantedDefect.RenewedLifetime when outcome is SessionAdvanceOutcome.Expired && time.GetUtcNow() < _renewedAt + entry.Lifetime =>
                (SessionAdvanceOutcome.Advanced, session),
            _ => (outcome, session),
        };
    }
}
