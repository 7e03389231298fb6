using System.Buffers.Binary;
using HipaaJwt.Jws;

namespace HipaaJwt.SenderConstraints;

/// <summary>
/// Caches the verifiers of keys that have signed valid proofs. A client uses one key for many proofs, and importing a key costs
/// about as much as verifying a signature. The thumbprint selects a set of four entries, in which a new key replaces the oldest one, so
/// that a thousand clients in turn keep their keys. Thread-safe: a race can only lose an entry.
/// </summary>
internal sealed class ProofKeyCache
{
    private const int Sets = 1024;
    private const int EntriesInSet = 4;

    private readonly Entry?[] _entries = new Entry?[Sets * EntriesInSet];

    public SignatureVerifier? Find(ReadOnlySpan<byte> thumbprint, JwsAlgorithmRow algorithm)
    {
        foreach (ref var slot in SetOf(thumbprint))
        {
            if (Volatile.Read(ref slot) is { } entry
                && ReferenceEquals(entry.Verifier.Algorithm, algorithm)
                && thumbprint.SequenceEqual(entry.Thumbprint))
            {
                return entry.Verifier;
            }
        }

        return null;
    }

    public void Add(ReadOnlySpan<byte> thumbprint, SignatureVerifier verifier)
    {
        Entry? moved = new(thumbprint.ToArray(), verifier);
        foreach (ref var slot in SetOf(thumbprint))
        {
            moved = Interlocked.Exchange(ref slot, moved);
            if (moved is null)
            {
                return;
            }
        }
    }

    private Span<Entry?> SetOf(ReadOnlySpan<byte> thumbprint) =>
        _entries.AsSpan((int)(BinaryPrimitives.ReadUInt32LittleEndian(thumbprint) % Sets) * EntriesInSet, EntriesInSet);

    private sealed record Entry(byte[] Thumbprint, SignatureVerifier Verifier);
}
