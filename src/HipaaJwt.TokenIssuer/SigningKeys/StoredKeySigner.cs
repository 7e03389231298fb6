using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>Signs with the keys of the store.</summary>
internal sealed class StoredKeySigner : ISigner
{
    private readonly KeyKeeper _keeper;
    private readonly Lazy<ISessionRevocation> _revocation;
    private readonly string _issuer;

    /// <param name="keeper">The keys.</param>
    /// <param name="revocation">The revoked keys. The options of the trust name this signer, so it is resolved later.</param>
    /// <param name="options">The options of the issuer.</param>
    public StoredKeySigner(KeyKeeper keeper, Lazy<ISessionRevocation> revocation, TokenIssuerOptions options)
    {
        _keeper = keeper;
        _revocation = revocation;
        _issuer = options.Issuer;
    }

    public ValueTask<SignerKey> GetKeyAsync(CancellationToken cancellationToken) =>
        _keeper.Current is { } ring && Active(ring) is var key && !IsRevoked(key) ? new(key) : ReadKeyAsync(cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>> SignAsync(SignerKey key, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _keeper.Current?.FindSigning(key.KeyId) is { } managed
            ? new(managed.Sign(data.Span))
            : throw new CryptographicException("The signing key was withdrawn.");
    }

    /// <summary>Reads the store again, so that a key that another instance has added or withdrawn is known.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadKeySetAsync(CancellationToken cancellationToken)
    {
        var ring = await _keeper.GetPublishedAsync(cancellationToken).ConfigureAwait(false);
        var keys = new JsonArray([.. ring.Signing.Select(key => key.Public.Json.DeepClone())]);
        return Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = keys }.ToJsonString());
    }

    private async ValueTask<SignerKey> ReadKeyAsync(CancellationToken cancellationToken)
    {
        var key = Active(await _keeper.GetAsync(cancellationToken).ConfigureAwait(false));

        // If it is revoked, another instance has replaced the key at once, and this one has not read the store since.
        return IsRevoked(key) ? Active(await _keeper.GetNewerAsync(cancellationToken).ConfigureAwait(false)) : key;
    }

    private bool IsRevoked(SignerKey key) => _revocation.Value.IsKeyRevoked(_issuer, key.KeyId);

    /// <summary>A key that is the only one signs whatever the time is.</summary>
    private SignerKey Active(KeyRing ring) => ring.Signing is [var only]
        ? only.Signer
        : ring.FindActive(_keeper.StoreTime(ring))?.Signer ?? throw new CryptographicException("The store has no signing key.");
}
