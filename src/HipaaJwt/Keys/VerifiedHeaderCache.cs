using System.Diagnostics.CodeAnalysis;
using HipaaJwt.Jws;

namespace HipaaJwt.Keys;

/// <summary>
/// What the encoded JOSE Headers of genuine tokens led to, for an issuer writes the same one again and again. Only a token
/// whose signature was good adds to it, and it belongs to one ring of keys, so what it tells is what reading the header
/// again would.
/// </summary>
internal sealed class VerifiedHeaderCache
{
    private const int Capacity = 16;

    private readonly KnownHeader?[] _headers = new KnownHeader?[Capacity];
    private int _added;

    public bool TryFind(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(true)] out SignatureVerifier? verifier)
    {
        foreach (var known in _headers)
        {
            if (known is null)
            {
                break;
            }

            if (encoded.SequenceEqual(known.Encoded))
            {
                (key, verifier) = (known.Key, known.Verifier);
                return true;
            }
        }

        (key, verifier) = (null, null);
        return false;
    }

    public void Add(ReadOnlySpan<byte> encoded, VerificationKey key, SignatureVerifier verifier)
    {
        var place = (uint)(Interlocked.Increment(ref _added) - 1) % Capacity;
        Volatile.Write(ref _headers[place], new KnownHeader(encoded.ToArray(), key, verifier));
    }

    private sealed record KnownHeader(byte[] Encoded, VerificationKey Key, SignatureVerifier Verifier);
}
