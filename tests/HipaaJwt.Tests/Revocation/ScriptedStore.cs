using HipaaJwt.Revocations;

namespace HipaaJwt.Tests.Revocations;

/// <summary>The in-memory store with failures and losses that a test causes.</summary>
internal sealed class ScriptedStore : IRevocationStore
{
    private readonly TimeProvider _time;
    private MemoryRevocationStore _store;

    public ScriptedStore(TimeProvider time) => (_time, _store) = (time, new MemoryRevocationStore(time));

    public Exception? ReadFailure { get; set; }

    public Exception? AppendFailure { get; set; }

    /// <summary>Runs at the beginning of each append.</summary>
    public Action? OnAppend { get; set; }

    /// <summary>Whether an append is made although it fails.</summary>
    public bool AppendsBeforeFailing { get; set; }

    /// <summary>Completes reads when it is set.</summary>
    public TaskCompletionSource? Hang { get; set; }

    public int Reads { get; private set; }

    public int MaxPage { get; private set; }

    public async ValueTask<RevocationLogPage> ReadAsync(
        RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken)
    {
        Reads++;
        await (Hang?.Task ?? Task.CompletedTask).ConfigureAwait(false);
        if (ReadFailure is { } failure)
        {
            throw failure;
        }

        var page = await _store.ReadAsync(position, maxRevocations, cancellationToken).ConfigureAwait(false);
        MaxPage = Math.Max(MaxPage, page.Revocations.Count);
        return page;
    }

    public async ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken)
    {
        OnAppend?.Invoke();
        if (AppendFailure is null || AppendsBeforeFailing)
        {
            var appended = await _store.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
            return AppendFailure is null ? appended : throw AppendFailure;
        }

        throw AppendFailure;
    }

    public ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken) =>
        _store.StartEpochAsync(replaced, hasFloor, cancellationToken);

    public Task WaitForAppendAsync(CancellationToken cancellationToken) => _store.WaitForAppendAsync(cancellationToken);

    public ValueTask<int> PruneAsync(int max) => _store.PruneAsync(max, CancellationToken.None);

    /// <summary>Loses all data.</summary>
    public void Flush() => _store = new MemoryRevocationStore(_time);

    /// <summary>Replaces the store by a copy of its log up to a sequence, as a replica that lags has it.</summary>
    public async Task KeepUpToAsync(long sequence)
    {
        var page = await _store.ReadAsync(default, int.MaxValue, CancellationToken.None);
        _store = MemoryRevocationStore.Copy(
            _time,
            page.Head! with
            {
                Sequence = sequence,
                Tag = page.Revocations.LastOrDefault(revocation => revocation.Sequence <= sequence)?.Tag ?? page.Head.Tag,
            },
            page.Revocations.Where(revocation => revocation.Sequence <= sequence));
    }
}
