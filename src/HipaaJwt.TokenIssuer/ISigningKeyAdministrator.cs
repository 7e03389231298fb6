namespace HipaaJwt;

/// <summary>Replaces signing keys of the store. The service is a singleton and thread-safe.</summary>
public interface ISigningKeyAdministrator
{
    /// <summary>Lists the keys that sign or verify access tokens, the newest first. It contains no private keys.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The keys.</returns>
    /// <exception cref="SessionStoreUnavailableException">The store failed or did not answer in time.</exception>
    ValueTask<IReadOnlyList<SigningKeyInfo>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Creates the next key now instead of at the end of the interval. It signs after its announcement.</summary>
    /// <param name="requestedBy">The token of the administrator, for the audit event; null if it is not a person.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The <c>kid</c> of the new key.</returns>
    /// <exception cref="SessionStoreUnavailableException">The store failed or did not answer in time.</exception>
    ValueTask<string> RotateAsync(ValidatedJwt? requestedBy, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces a key that somebody may have stolen: a new key signs at once, the old one is withdrawn from the JWK Set, and all tokens
    /// that it signed are revoked on all instances. Sessions go on: their clients refresh.
    /// </summary>
    /// <param name="keyId">The <c>kid</c> of the key.</param>
    /// <param name="requestedBy">The token of the administrator, for the audit event; null if it is not a person.</param>
    /// <param name="cancellationToken">Cancels the wait. The replacement may then be incomplete; repeat it.</param>
    /// <returns>Whether the store has the key.</returns>
    /// <exception cref="SessionStoreUnavailableException">
    /// The replacement was not acknowledged: a store or a required audit sink failed or did not answer in time. Repeat it.
    /// </exception>
    ValueTask<bool> ReplaceAtOnceAsync(string keyId, ValidatedJwt? requestedBy, CancellationToken cancellationToken = default);

    /// <summary>
    /// Withdraws all keys, for example after they can no longer be decrypted, and creates new ones. All sessions end: their refresh
    /// tokens no longer verify.
    /// </summary>
    /// <param name="requestedBy">The token of the administrator, for the audit event; null if it is not a person.</param>
    /// <param name="cancellationToken">Cancels the wait. Repeat it if it was not acknowledged.</param>
    /// <returns>A task that completes when it is acknowledged.</returns>
    /// <exception cref="SessionStoreUnavailableException">A store failed or did not answer in time. Repeat it.</exception>
    ValueTask AbandonAsync(ValidatedJwt? requestedBy, CancellationToken cancellationToken = default);
}

/// <summary>A key of the issuer.</summary>
/// <param name="KeyId">The <c>kid</c>.</param>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="State">The state.</param>
/// <param name="CreatedAt">The time of its creation, by the store's clock.</param>
/// <param name="ActivatesAt">The time from which it signs, by the store's clock.</param>
public sealed record SigningKeyInfo(
    string KeyId, JwsAlgorithm Algorithm, SigningKeyState State, DateTimeOffset CreatedAt, DateTimeOffset ActivatesAt);

/// <summary>The state of a signing key.</summary>
public enum SigningKeyState
{
    /// <summary>The key is published, and will sign.</summary>
    Announced = 1,

    /// <summary>The key signs.</summary>
    Active = 2,

    /// <summary>The key no longer signs. It is published as long as its tokens are valid.</summary>
    Retired = 3,

    /// <summary>The key was withdrawn. Its tokens are rejected.</summary>
    Withdrawn = 4,
}
