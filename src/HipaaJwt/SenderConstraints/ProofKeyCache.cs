using System.Buffers.Binary;
using HipaaJwt.Jws;

namespace HipaaJwt.SenderConstraints;

/// <summary>
/// Keys that have signed good proofs before, for a client uses one key again and again and to import it costs about as much as
/// to verify with it. Each key has one place by its thumbprint, where the latest stays; so the memory is bounded.
/// </summary>
internal sealed class ProofKeyCache
{
    private const int Places = 1024;

    private readonly Known?[] _keys = new Known?[Places];

    public SignatureVerifier? Find(ReadOnlySpan<byte> thumbprint, JwsAlgorithmRow algorithm) =>
        Volatile.Read(ref PlaceOf(thumbprint)) is { } known
        && ReferenceEquals(known.Verifier.Algorithm, algorithm)
        && thumbprint.SequenceEqual(known.Thumbprint)
            ? known.Verifier
            : null;

    public void Keep(ReadOnlySpan<byte> thumbprint, SignatureVerifier verifier) =>
        Volatile.Write(ref PlaceOf(thumbprint), new Known(thumbprint.ToArray(), verifier));

    private ref Known? PlaceOf(ReadOnlySpan<byte> thumbprint) => ref _keys[BinaryPrimitives.ReadUInt32LittleEndian(thumbprint) % Places];

    private sealed record Known(byte[] Thumbprint, SignatureVerifier Verifier);
}
