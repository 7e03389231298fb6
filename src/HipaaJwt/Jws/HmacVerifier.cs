using System.Security.Cryptography;

namespace HipaaJwt.Jws;

/// <summary>HMAC with SHA-2 (RFC 7518, section 3.2).</summary>
internal sealed class HmacVerifier : SignatureVerifier
{
    private readonly byte[] _key;

    public HmacVerifier(JwsAlgorithmRow algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, algorithm.HashBytes) => _key = key.ToArray();

    protected override bool VerifyCore(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[SHA512.HashSizeInBytes];
        expected = expected[..CryptographicOperations.HmacData(Algorithm.Hash, _key, signingInput, expected)];
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }
}
