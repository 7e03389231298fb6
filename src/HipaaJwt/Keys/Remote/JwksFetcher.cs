using HipaaJwt.Diagnostics;

namespace HipaaJwt.Keys.Remote;

/// <summary>Fetches the keys of an issuer. If its metadata address is configured, reads the address of the JWK Set from there.</summary>
internal sealed class JwksFetcher
{
    private readonly ThrottledJwksClient _client;
    private readonly KeyInterner _interner;
    private readonly HipaaJwtActivities _activities;

    private readonly TimeProvider _time;

    public JwksFetcher(ThrottledJwksClient client, KeyInterner interner, HipaaJwtActivities activities, TimeProvider time)
    {
        _client = client;
        _interner = interner;
        _activities = activities;
        _time = time;
    }

    public async Task<JwksFetchResult> FetchAsync(RemoteKeySettings settings, CancellationToken cancellationToken)
    {
        using var activity = _activities.StartKeyRefresh(settings.Issuer.Issuer);
        var result = settings.Source is { } source
            ? await ReadAsync(source, settings, cancellationToken).ConfigureAwait(false)
            : await FetchCoreAsync(settings, cancellationToken).ConfigureAwait(false);
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
