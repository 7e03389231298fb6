namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>Replaces keys of the store on request.</summary>
internal sealed class SigningKeyAdministrator : ISigningKeyAdministrator
{
    private const int MaxAttempts = 4;

    private readonly KeyKeeper _keeper;
    private readonly LimitedKeyStore _store;
    private readonly KeyAuditor _auditor;
    private readonly IRevocation _revocation;
    private readonly string _issuer;

    public SigningKeyAdministrator(
        KeyKeeper keeper, LimitedKeyStore store, KeyAuditor auditor, IRevocation revocation, TokenIssuerOptions options)
    {
        _keeper = keeper;
        _store = store;
        _auditor = auditor;
        _revocation = revocation;
        _issuer = options.Issuer;
    }

    public async ValueTask<IReadOnlyList<SigningKeyInfo>> ListAsync(CancellationToken cancellationToken = default)
    {
        var page = await ReadAsync(_keeper.AccessTokens, cancellationToken).ConfigureAwait(false);
        var active = page.Keys.LastOrDefault(key => !key.IsWithdrawn && key.ActivatesAt <= page.Now)
            ?? page.Keys.FirstOrDefault(key => !key.IsWithdrawn);
        return
        [
            .. from key in page.Keys.Reverse()
               select new SigningKeyInfo(
                   key.KeyId, Enum.Parse<JwsAlgorithm>(key.Algorithm), StateOf(key, active, page.Now), key.CreatedAt, key.ActivatesAt),
        ];
    }

    public ValueTask<string> RotateAsync(ValidatedJwt? requestedBy, CancellationToken cancellationToken = default) =>
        _keeper.AddAsync(_keeper.AccessTokens, _keeper.AccessTokens.Announcement, requestedBy, cancellationToken);

    public async ValueTask<bool> ReplaceAtOnceAsync(
        string keyId, ValidatedJwt? requestedBy, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyId);
        var page = await ReadAsync(_keeper.AccessTokens, cancellationToken).ConfigureAwait(false);
        if (page.Keys.FirstOrDefault(key => key.KeyId == keyId) is not { } stolen)
        {
            return false;
        }

        // The new key first: otherwise an older one would sign again, or none.
        await EnsureSuccessorAsync(stolen, requestedBy, cancellationToken).ConfigureAwait(false);
        await WithdrawAsync(stolen, requestedBy, cancellationToken).ConfigureAwait(false);
        await _keeper.MaintainAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async ValueTask AbandonAsync(ValidatedJwt? requestedBy, CancellationToken cancellationToken = default)
    {
        foreach (var purpose in new[] { _keeper.RefreshTokens, _keeper.AccessTokens })
        {
            var page = await ReadAsync(purpose, cancellationToken).ConfigureAwait(false);
            foreach (var key in page.Keys.Where(key => !key.IsWithdrawn))
            {
                await WithdrawAsync(key, requestedBy, cancellationToken).ConfigureAwait(false);
            }
        }

        await _keeper.MaintainAsync(cancellationToken).ConfigureAwait(false);
    }

    private static SigningKeyState StateOf(StoredSigningKey key, StoredSigningKey? active, DateTimeOffset now) =>
        key.IsWithdrawn ? SigningKeyState.Withdrawn
        : key == active ? SigningKeyState.Active
        : key.ActivatesAt > now ? SigningKeyState.Announced
        : SigningKeyState.Retired;

    private ValueTask<SigningKeyPage> ReadAsync(KeyPurpose purpose, CancellationToken cancellationToken) =>
        _store.ReadAsync(purpose.Name, cancellationToken);

    /// <summary>
    /// Adds a key that signs at once, unless a newer one than the stolen key signs already. Another instance may take the number for a
    /// key that is only announced, so the store is read again.
    /// </summary>
    private async ValueTask EnsureSuccessorAsync(StoredSigningKey stolen, ValidatedJwt? requestedBy, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var page = await ReadAsync(_keeper.AccessTokens, cancellationToken).ConfigureAwait(false);
            if (page.Keys.Any(key => !key.IsWithdrawn && key.Slot > stolen.Slot && key.ActivatesAt <= page.Now))
            {
                return;
            }

            await _keeper.AddAsync(_keeper.AccessTokens, TimeSpan.Zero, requestedBy, cancellationToken).ConfigureAwait(false);
        }

        throw new SessionStoreUnavailableException("Other instances add keys at the same time, so no new key signs yet. Repeat it.");
    }

    /// <summary>
    /// Withdraws a key and revokes its tokens. Each step may be repeated: after a failure, the key may be withdrawn already, but its
    /// tokens not yet revoked.
    /// </summary>
    private async ValueTask WithdrawAsync(StoredSigningKey key, ValidatedJwt? requestedBy, CancellationToken cancellationToken)
    {
        await _store.WithdrawAsync(key.Purpose, key.Slot, cancellationToken).ConfigureAwait(false);
        try
        {
            if (key.Purpose == _keeper.AccessTokens.Name)
            {
                await _revocation.RevokeAsync(
                    Revocation.Key(_issuer, key.KeyId) with { Reason = RevocationReason.IssuerCompromised, RequestedBy = requestedBy },
                    cancellationToken).ConfigureAwait(false);
            }
        }
        catch (RevocationUnavailableException exception)
        {
            throw new SessionStoreUnavailableException("The key is withdrawn, but its tokens could not be revoked. Repeat it.", exception);
        }

        if (!await _auditor.RecordAsync(key.KeyId, AuditAction.Delete, requestedBy, cancellationToken).ConfigureAwait(false))
        {
            throw new SessionStoreUnavailableException("The key is withdrawn, but a required audit sink could not record it. Repeat it.");
        }
    }
}
