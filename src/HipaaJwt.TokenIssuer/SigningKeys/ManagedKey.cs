using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>A decrypted signing key of the store. Thread-safe: each thread that signs uses a key object of its own.</summary>
internal sealed class ManagedKey
{
    /// <summary>More threads than processors cannot sign at the same time for long.</summary>
    private static readonly int MaxIdle = 2 * Environment.ProcessorCount;

    private readonly byte[] _pkcs8;
    private readonly ConcurrentBag<AsymmetricAlgorithm> _idle = [];

    /// <exception cref="CryptographicException">It is not a private key of the algorithm.</exception>
    public ManagedKey(StoredSigningKey stored, JwsAlgorithm algorithm, byte[] pkcs8)
    {
        Stored = stored;
        _pkcs8 = pkcs8;
        var key = KeyAlgorithm.Import(algorithm, pkcs8);
        Public = PublicJwk.Of(algorithm, key);
        Signer = new SignerKey(Public.KeyId, algorithm);
        _idle.Add(key);
    }

    private ManagedKey(ManagedKey other, StoredSigningKey stored)
    {
        (Stored, _pkcs8, _idle, Public, Signer) = (stored, other._pkcs8, other._idle, other.Public, other.Signer);
    }

    public StoredSigningKey Stored { get; }

    public SignerKey Signer { get; }

    public PublicJwk Public { get; }

    /// <summary>The same key with the state that the store has now.</summary>
    public ManagedKey With(StoredSigningKey stored) => new(this, stored);

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var key = _idle.TryTake(out var idle) ? idle : KeyAlgorithm.Import(Signer.Algorithm, _pkcs8);
        var signature = KeyAlgorithm.Sign(Signer.Algorithm, key, data);
        if (_idle.Count < MaxIdle)
        {
            _idle.Add(key);
        }
        else
        {
            key.Dispose();
        }

        return signature;
    }

    public override string ToString() => Signer.KeyId;
}
