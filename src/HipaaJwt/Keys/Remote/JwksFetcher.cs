namespace HipaaJwt.Keys.Remote;

/// <summary>Fetches the keys of an issuer: its metadata first, where they are what is known, and then its JWK Set.</summary>
internal sealed class KeyFetcher
{
    private readonly KeyDownloads _downloads;

    public KeyFetcher(KeyDownloads downloads) => _downloads = downloads;

    public async Task<KeyFetch> FetchAsync(RemoteKeySettings settings, CancellationToken cancellationToken)
    {
        var keyAddress = settings.Address;
        if (settings.IsMetadata)
        {
            var metadata = await _downloads.GetAsync(settings.Address, cancellationToken).ConfigureAwait(false);
            var outcome = metadata.Outcome == KeyFetchOutcome.Fetched
                ? MetadataReader.Read(metadata.Content, settings, out keyAddress)
                : metadata.Outcome;
            if (outcome != KeyFetchOutcome.Fetched)
            {
                return new KeyFetch(outcome);
            }
        }

        var download = await _downloads.GetAsync(keyAddress!, cancellationToken).ConfigureAwait(false);
        return download.Outcome == KeyFetchOutcome.Fetched
            ? JwkSetReader.Read(download.Content, settings.Algorithms) with
            {
                MaxAge = download.MaxAge,
                AskedAt = download.AskedAt,
                AskedTimestamp = download.AskedTimestamp,
            }
            : new KeyFetch(download.Outcome);
    }
}
