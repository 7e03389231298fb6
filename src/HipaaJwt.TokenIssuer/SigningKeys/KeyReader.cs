using System.Collections.Immutable;
using System.Security.Cryptography;
using HipaaJwt.TokenIssuer.Sessions;

namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>Decrypts the keys of the store. Keys that an earlier ring contains are not decrypted again.</summary>
internal sealed class KeyReader
{
    private readonly IKeyProtector _protector;

    public KeyReader(IKeyProtector protector) => _protector = protector;

    public ReadOnlyMemory<byte> Protect(string purpose, byte[] secret) => _protector.Protect(purpose, secret);

    /// <exception cref="KeyProtectionException">A key cannot be decrypted.</exception>
    public ImmutableArray<ManagedKey> ReadSigning(SigningKeyPage page, KeyRing? earlier) =>
        [.. page.Keys.Where(key => !key.IsWithdrawn).Select(key => Read(key, earlier))];

    /// <exception cref="KeyProtectionException">A key cannot be decrypted.</exception>
    public ImmutableArray<RefreshKey> ReadRefresh(SigningKeyPage page, KeyRing? earlier) =>
    [
        .. page.Keys.Where(key => !key.IsWithdrawn).Select(key =>
            earlier?.FindRefresh((uint)key.Slot) ?? new RefreshKey((uint)key.Slot, Unprotect(key))),
    ];

    /// <exception cref="KeyProtectionException">A key cannot be decrypted.</exception>
    public void RequireReadable(bool isSigning, SigningKeyPage page, KeyRing? earlier)
    {
        if (isSigning)
        {
            ReadSigning(page, earlier);
        }
        else
        {
            ReadRefresh(page, earlier);
        }
    }

    private static KeyProtectionException NotReadable(StoredSigningKey key) => new(
        $"The key {key.KeyId} in the store of signing keys cannot be decrypted. No other key is created, because sessions would end and "
        + "the lost key would stay trusted. Restore the Data Protection keys or the key file with which it was encrypted. If they are "
        + "lost, withdraw the keys of the store with ISigningKeyAdministrator.AbandonAsync: all sessions then end.");

    private ManagedKey Read(StoredSigningKey key, KeyRing? earlier)
    {
        if (earlier?.FindSigning(key.KeyId) is { } known)
        {
            return known.With(key);
        }

        try
        {
            var managed = Enum.TryParse<JwsAlgorithm>(key.Algorithm, out var algorithm) && KeyAlgorithm.IsSupported(algorithm)
                ? new ManagedKey(key, algorithm, Unprotect(key))
                : throw NotReadable(key);
            return managed.Signer.KeyId == key.KeyId ? managed : throw NotReadable(key);
        }
        catch (CryptographicException)
        {
            throw NotReadable(key);
        }
    }

    private byte[] Unprotect(StoredSigningKey key)
    {
        try
        {
            return _protector.Unprotect(key.Purpose, key.Data.Span);
        }
        catch (CryptographicException)
        {
            throw NotReadable(key);
        }
    }
}
