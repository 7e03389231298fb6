namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>
/// Holds the keys of the store in memory, reads them again at intervals, creates keys that are due, and deletes those that are no longer
/// needed. Instances coordinate by the numbers of the keys: one of them adds a key, and all others read it. Thread-safe.
/// </summary>
internal sealed class KeyKeeper : IDisposable
{
    /// <summary>
    /// The least time between two reads for unknown keys, so that forged refresh tokens cause no load, and a store that is down delays
    /// few callers.
    /// </summary>
    private static readonly TimeSpan MinReadInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>The time for which a request waits for the read of another caller.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(200);

    private readonly LimitedKeyStore _store;
    private readonly KeyReader _reader;
    private readonly KeyAuditor _auditor;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _reading = new(1);
    private volatile KeyRing? _ring;
    private volatile bool _isFailing;
    private long? _attemptedAt;

    public KeyKeeper(TokenIssuerOptions options, LimitedKeyStore store, KeyReader reader, KeyAuditor auditor, TimeProvider time)
    {
        AccessTokens = KeyPurpose.AccessTokens(options);
        RefreshTokens = KeyPurpose.RefreshTokens(options);
        _store = store;
        _reader = reader;
        _auditor = auditor;
        _time = time;
    }

    public KeyPurpose AccessTokens { get; }

    public KeyPurpose RefreshTokens { get; }

    /// <summary>The keys that were last read; null before the first read.</summary>
    public KeyRing? Current => _ring;

    /// <summary>Whether the last attempt to read the keys has failed.</summary>
    public bool IsFailing => _isFailing;

    public void Dispose() => _reading.Dispose();

    /// <summary>The current time of the store's clock, which is the time of the last read and what has elapsed since.</summary>
    public DateTimeOffset StoreTime(KeyRing ring) => ring.Now + _time.GetElapsedTime(ring.Timestamp);

    /// <summary>Gets the keys. It reads the store only before the first read has succeeded.</summary>
    /// <exception cref="SessionStoreUnavailableException">The store failed.</exception>
    /// <exception cref="KeyProtectionException">A key cannot be decrypted.</exception>
    public ValueTask<KeyRing> GetAsync(CancellationToken cancellationToken) =>
        _ring is { } ring ? new(ring) : ReadAsync(MinReadInterval, MaxWait, cancellationToken);

    /// <summary>Gets the keys after another instance may have added one. It reads the store at most four times a second.</summary>
    /// <exception cref="SessionStoreUnavailableException">The store failed.</exception>
    public ValueTask<KeyRing> GetNewerAsync(CancellationToken cancellationToken) => ReadAsync(MinReadInterval, MaxWait, cancellationToken);

    /// <summary>
    /// Gets the keys to publish. It waits for another read as long as it takes, for example while the first key is created.
    /// </summary>
    /// <exception cref="SessionStoreUnavailableException">The store failed.</exception>
    public ValueTask<KeyRing> GetPublishedAsync(CancellationToken cancellationToken) =>
        ReadAsync(MinReadInterval, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>
    /// Reads the store, creates keys that are due, records those whose creation was interrupted, and deletes those that are no longer
    /// needed.
    /// </summary>
    /// <exception cref="SessionStoreUnavailableException">The store or a required audit sink failed.</exception>
    /// <exception cref="KeyProtectionException">A key cannot be decrypted.</exception>
    public async ValueTask<KeyRing> MaintainAsync(CancellationToken cancellationToken)
    {
        var ring = await ReadAsync(TimeSpan.Zero, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        foreach (var purpose in new[] { AccessTokens, RefreshTokens })
        {
            var page = await _store.ReadAsync(purpose.Name, cancellationToken).ConfigureAwait(false);
            await RecordInterruptedAsync(page, cancellationToken).ConfigureAwait(false);
            await DeleteObsoleteAsync(purpose, page, cancellationToken).ConfigureAwait(false);
        }

        return ring;
    }

    /// <summary>Adds a key with the next number, whether one is due or not.</summary>
    /// <returns>The key that now has the number. Another instance may have added it.</returns>
    /// <exception cref="SessionStoreUnavailableException">The store or a required audit sink failed.</exception>
    public async ValueTask<string> AddAsync(
        KeyPurpose purpose, TimeSpan delay, ValidatedJwt? requestedBy, CancellationToken cancellationToken)
    {
        var page = await _store.ReadAsync(purpose.Name, cancellationToken).ConfigureAwait(false);
        var slot = (page.Keys.Count == 0 ? 0 : page.Keys[^1].Slot) + 1;
        await CreateAsync(purpose, slot, delay, requestedBy, cancellationToken).ConfigureAwait(false);
        page = await _store.ReadAsync(purpose.Name, cancellationToken).ConfigureAwait(false);
        await ReadAsync(TimeSpan.Zero, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return page.Keys.First(key => key.Slot == slot).KeyId;
    }

    /// <summary>Reads the keys, unless they were read a short time ago by another caller.</summary>
    private async ValueTask<KeyRing> ReadAsync(TimeSpan minAge, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        if (!await _reading.WaitAsync(maxWait, cancellationToken).ConfigureAwait(false))
        {
            throw new SessionStoreUnavailableException("The store of signing keys has not been read yet.");
        }

        try
        {
            var earlier = _ring;
            if (_attemptedAt is { } attemptedAt && _time.GetElapsedTime(attemptedAt) < minAge)
            {
                return earlier ?? throw new SessionStoreUnavailableException("The store of signing keys could not be read a moment ago.");
            }

            var timestamp = _time.GetTimestamp();
            _attemptedAt = timestamp;
            var signing = await ReadPageAsync(AccessTokens, cancellationToken).ConfigureAwait(false);
            var refresh = await ReadPageAsync(RefreshTokens, cancellationToken).ConfigureAwait(false);
            var ring = new KeyRing(
                _reader.ReadSigning(signing, earlier), _reader.ReadRefresh(refresh, earlier), signing.Now, timestamp);
            _ring = ring;
            _isFailing = false;
            return ring;
        }
        catch when (!cancellationToken.IsCancellationRequested)
        {
            _isFailing = true;
            throw;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Reads the keys of a purpose. If one is due, it is created first.</summary>
    private async ValueTask<SigningKeyPage> ReadPageAsync(KeyPurpose purpose, CancellationToken cancellationToken)
    {
        var page = await _store.ReadAsync(purpose.Name, cancellationToken).ConfigureAwait(false);
        if (KeySchedule.FindDue(purpose, page) is not { } due)
        {
            return page;
        }

        // A store whose keys cannot be decrypted gets no further key.
        _reader.RequireReadable(purpose == AccessTokens, page, _ring);
        await CreateAsync(purpose, due.Slot, due.Delay, null, cancellationToken).ConfigureAwait(false);
        return await _store.ReadAsync(purpose.Name, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask CreateAsync(
        KeyPurpose purpose, long slot, TimeSpan delay, ValidatedJwt? requestedBy, CancellationToken cancellationToken)
    {
        var (secret, keyId) = purpose.Create();
        var isAdded = await _store.TryAddAsync(
            new SigningKeyEntry
            {
                Purpose = purpose.Name,
                Slot = slot,
                KeyId = keyId,
                Algorithm = purpose.Algorithm,
                Data = _reader.Protect(purpose.Name, secret),
                ActivationDelay = delay,
            },
            cancellationToken).ConfigureAwait(false);
        if (!isAdded)
        {
            return;
        }

        if (!await _auditor.RecordAsync(keyId, AuditAction.Create, requestedBy, cancellationToken).ConfigureAwait(false))
        {
            await _store.WithdrawAsync(purpose.Name, slot, cancellationToken).ConfigureAwait(false);
            throw NotRecorded();
        }

        await _store.SetRecordedAsync(purpose.Name, slot, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the events of keys whose process was killed before it could. A process that is killed between an event and its note in the
    /// store makes another one write the event again.
    /// </summary>
    private async ValueTask RecordInterruptedAsync(SigningKeyPage page, CancellationToken cancellationToken)
    {
        foreach (var key in KeySchedule.FindInterrupted(page))
        {
            if (!await _auditor.RecordAsync(key.KeyId, AuditAction.Create, null, cancellationToken).ConfigureAwait(false))
            {
                throw NotRecorded();
            }

            await _store.SetRecordedAsync(key.Purpose, key.Slot, cancellationToken).ConfigureAwait(false);
        }
    }

    private static SessionStoreUnavailableException NotRecorded() =>
        new("A required audit sink could not record that a signing key was created.");

    private async ValueTask DeleteObsoleteAsync(KeyPurpose purpose, SigningKeyPage page, CancellationToken cancellationToken)
    {
        foreach (var key in KeySchedule.FindObsolete(purpose, page))
        {
            if (await _store.DeleteAsync(purpose.Name, key.Slot, cancellationToken).ConfigureAwait(false))
            {
                await _auditor.RecordAsync(key.KeyId, AuditAction.Delete, null, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
