using HipaaJwt.Diagnostics;

namespace HipaaJwt.Keys.Remote;

/// <summary>Fetches the keys of an issuer. If its metadata address is configured, reads the address of the JWK Set from there.</summary>
internal sealed class JwksFetcher
{
    /// <summary>The longest time that one fetch may take, for metadata and JWK Set together, from its turn on.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly ThrottledJwksClient _client;
    private readonly FetchTurns _turns;
    private readonly KeyInterner _interner;
    private readonly HipaaJwtActivities _activities;
    private readonly TimeProvider _time;

    public JwksFetcher(
        ThrottledJwksClient client, FetchTurns turns, KeyInterner interner, HipaaJwtActivities activities, TimeProvider time)
    {
        _client = client;
        _turns = turns;
        _interner = interner;
        _activities = activities;
        _time = time;
    }

    /// <summary>Creates the turn of the next fetch.</summary>
    public FetchTurn CreateTurn() => new(_turns);

    /// <summary>Waits for the turn and fetches the keys.</summary>
    /// <param name="settings">The address or the source of the keys.</param>
    /// <param name="turn">The turn, which ends with the fetch at the latest.</param>
    /// <param name="cancellationToken">Cancels the wait and the fetch.</param>
    public async Task<JwksFetchResult> FetchAsync(RemoteKeySettings settings, FetchTurn turn, CancellationToken cancellationToken)
    {
        using var ended = turn;
        if (settings.Source is null)
        {
            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        using var timeout = new CancellationTokenSource(Timeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var activity = _activities.StartKeyRefresh(settings.Issuer.Issuer);
        var result = settings.Source is { } source
            ? await ReadAsync(source, settings, linked.Token).ConfigureAwait(false)
            : await FetchCoreAsync(settings, linked.Token).ConfigureAwait(false);
        activity.SetOutcome(result.Outcome, result.Outcome == JwksFetchOutcome.Fetched);
        return result;
    }

#pragma warning disable CA1031 // Code of the application may throw any exception. Its message may contain secrets.
    private async Task<JwksFetchResult> ReadAsync(IKeySetSource source, RemoteKeySettings settings, CancellationToken cancellationToken)
    {
        var (requestedAt, timestamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        try
        {
            var json = await source.ReadKeySetAsync(cancellationToken).ConfigureAwait(false);
            return JwkSetReader.Read(json.ToArray(), settings.Issuer.Algorithms, _interner) with
            {
                RequestedAt = requestedAt,
                RequestTimestamp = timestamp,
            };
        }
        catch (Exception exception)
        {
            return new JwksFetchResult(JwksFetchOutcome.Failed) { Detail = exception.GetType().Name };
        }
    }
#pragma warning restore CA1031

    private async Task<JwksFetchResult> FetchCoreAsync(RemoteKeySettings settings, CancellationToken cancellationToken)
    {
        var keyAddress = settings.Address;
        if (settings.IsMetadata)
        {
            var metadata = await _client.GetAsync(settings.Address, cancellationToken).ConfigureAwait(false);
            var result = metadata.Outcome == JwksFetchOutcome.Fetched
                ? MetadataReader.Read(metadata.Content, settings, out keyAddress)
                : FetchFailure.Of(metadata, settings.Address, isMetadata: true);
            if (result.Outcome != JwksFetchOutcome.Fetched)
            {
                return result;
            }
        }

        var response = await _client.GetAsync(keyAddress!, cancellationToken).ConfigureAwait(false);
        return response.Outcome == JwksFetchOutcome.Fetched
            ? FetchFailure.Explain(JwkSetReader.Read(response.Content, settings.Issuer.Algorithms, _interner), keyAddress!) with
            {
                MaxAge = response.MaxAge,
                RequestedAt = response.RequestedAt,
                RequestTimestamp = response.RequestTimestamp,
            }
            : FetchFailure.Of(response, keyAddress!, isMetadata: false);
    }
}
