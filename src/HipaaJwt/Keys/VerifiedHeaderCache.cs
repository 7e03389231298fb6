using System.Diagnostics.CodeAnalysis;
using HipaaJwt.Jws;

namespace HipaaJwt.Keys;

/// <summary>
/// Caches the key and the verifier for each encoded JOSE header, because an issuer writes the same header into many tokens. Only a
/// token with a valid signature adds an entry. The cache belongs to one key ring, so an entry is what parsing the header again would
/// find. Thread-safe.
/// </summary>
internal sealed class VerifiedHeaderCache
{
    private const int Capacity = 16;

    private readonly Entry?[] _entries = new Entry?[Capacity];
    private int _added;

    public bool TryFind(
        ReadOnlySpan<byte> encoded,
        [NotNullWhen(true)] out VerificationKey? key,
        [NotNullWhen(true)] out SignatureVerifier? verifier)
    {
        foreach (var entry in _entries)
        {
            if (entry is null)
            {
                break;
            }

            if (encoded.SequenceEqual(entry.Encoded))
            {
                (key, verifier) = (entry.Key, entry.Verifier);
                return true;
            }
        }

        (key, verifier) = (null, null);
        return false;
    }

    /// <summary>Adds an entry. If the cache is full, it replaces the oldest one.</summary>
    public void Add(ReadOnlySpan<byte> encoded, VerificationKey key, SignatureVerifier verifier)
    {
        var index = (uint)(Interlocked.Increment(ref _added) - 1) % Capacity;
        Volatile.Write(ref _entries[index], new Entry(encoded.ToArray(), key, verifier));
    }

    private sealed record Entry(byte[] Encoded, VerificationKey Key, SignatureVerifier Verifier);
}
