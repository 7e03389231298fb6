using System.Security.Cryptography;

namespace HipaaJwt.Jws;

/// <summary>Verifies HMAC-SHA-2 signatures (RFC 7518, section 3.2). The comparison takes constant time.</summary>
internal sealed class HmacVerifier : SignatureVerifier
{
    private readonly KeyPool<IncrementalHash> _keys;

    public HmacVerifier(JwsAlgorithmRow algorithm, byte[] key)
        : base(algorithm, algorithm.HashBytes) =>
        _keys = new KeyPool<IncrementalHash>(() => IncrementalHash.CreateHMAC(algorithm.Hash, key));

    protected override bool VerifyCore(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[SHA512.HashSizeInBytes];
        var key = _keys.Rent();
        key.AppendData(signingInput);
        expected = expected[..key.GetHashAndReset(expected)];
        _keys.Return(key);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }
}
