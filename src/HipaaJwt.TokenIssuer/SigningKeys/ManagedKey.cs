using System.Security.Cryptography;
using Microsoft.Extensions.ObjectPool;

namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>A decrypted signing key of the store. Thread-safe: each thread that signs uses a key object of its own.</summary>
internal sealed class ManagedKey
{
    private readonly ObjectPool<AsymmetricAlgorithm> _keys;

    /// <exception cref="CryptographicException">It is not a private key of the algorithm.</exception>
    public ManagedKey(StoredSigningKey stored, JwsAlgorithm algorithm, byte[] pkcs8)
    {
        Stored = stored;
        _keys = new DefaultObjectPool<AsymmetricAlgorithm>(new KeyPolicy(algorithm, pkcs8));
        var key = _keys.Get();
        Public = PublicJwk.Of(algorithm, key);
        Signer = new SignerKey(Public.KeyId, algorithm);
        _keys.Return(key);
    }

    private ManagedKey(ManagedKey other, StoredSigningKey stored)
    {
        (Stored, _keys, Public, Signer) = (stored, other._keys, other.Public, other.Signer);
    }

    public StoredSigningKey Stored { get; }

    public SignerKey Signer { get; }

    public PublicJwk Public { get; }

    /// <summary>The same key with the state that the store has now.</summary>
    public ManagedKey With(StoredSigningKey stored) => new(this, stored);

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var key = _keys.Get();
        var signature = KeyAlgorithm.Sign(Signer.Algorithm, key, data);
        _keys.Return(key);
        return signature;
    }

    public override string ToString() => Signer.KeyId;

    private sealed class KeyPolicy(JwsAlgorithm algorithm, byte[] pkcs8) : PooledObjectPolicy<AsymmetricAlgorithm>
    {
        public override AsymmetricAlgorithm Create() => KeyAlgorithm.Import(algorithm, pkcs8);

        public override bool Return(AsymmetricAlgorithm obj) => true;
    }
}
