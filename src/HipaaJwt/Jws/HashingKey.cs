using System.Security.Cryptography;

namespace HipaaJwt.Jws;

/// <summary>A key together with the hash that goes before it: a hash object that is kept costs less than a new one each time.</summary>
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

    /// <summary>Hashes the data and returns the part of the destination that was written.</summary>
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
