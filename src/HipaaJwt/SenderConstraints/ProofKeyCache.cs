using System.Buffers.Binary;
using HipaaJwt.Jws;

namespace HipaaJwt.SenderConstraints;

/// <summary>
/// Caches the verifiers of keys that have signed valid proofs. A client uses one key for many proofs, and importing a key costs
/// about as much as verifying a signature. The thumbprint selects one slot, and a new key replaces the previous one in its slot.
/// </summary>
internal sealed class ProofKeyCache
{
    private const int Capacity = 1024;

    private readonly Entry?[] _entries = new Entry?[Capacity];

    public SignatureVerifier? Find(ReadOnlySpan<byte> thumbprint, JwsAlgorithmRow algorithm) =>
        Volatile.Read(ref GetSlot(thumbprint)) is { } entry
        && ReferenceEquals(entry.Verifier.Algorithm, algorithm)
        && thumbprint.SequenceEqual(entry.Thumbprint)
            ? entry.Verifier
            : null;

    public void Add(ReadOnlySpan<byte> thumbprint, SignatureVerifier verifier) =>
        Volatile.Write(ref GetSlot(thumbprint), new Entry(thumbprint.ToArray(), verifier));

    private ref Entry? GetSlot(ReadOnlySpan<byte> thumbprint) =>
        ref _entries[BinaryPrimitives.ReadUInt32LittleEndian(thumbprint) % Capacity];

    private sealed record Entry(byte[] Thumbprint, SignatureVerifier Verifier);
}
