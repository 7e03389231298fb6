using System.Security.Cryptography;

namespace HipaaJwt.Jws;

/// <summary>A key with its hash object, which is reused because a new one for each signature costs more.</summary>
internal sealed class HashingKey<TKey> : IDisposable
    where TKey : IDisposable
{
    private readonly IncrementalHash _hash;

    public HashingKey(TKey key, HashAlgorithmName algorithm)
    {
        Key = key;
        _hash = IncrementalHash.CreateHash(algorithm);
    }

    public TKey Key { get; }

    /// <summary>Hashes the data.</summary>
    /// <returns>The part of the destination that contains the hash.</returns>
    public ReadOnlySpan<byte> Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        _hash.AppendData(data);
        return destination[.._hash.GetHashAndReset(destination)];
    }

    public void Dispose()
    {
        Key.Dispose();
        _hash.Dispose();
    }
}
