using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Benchmarks.Workload;

internal sealed class HmacSigningKey : SigningKey
{
    private readonly byte[] _secret;

    public HmacSigningKey(JwsAlgorithm algorithm)
        : this(algorithm, RandomNumberGenerator.GetBytes(HashBytes(algorithm)))
    {
    }

    private HmacSigningKey(JwsAlgorithm algorithm, byte[] secret)
        : base(algorithm)
    {
        _secret = secret;
        SecurityKey = new SymmetricSecurityKey(secret) { KeyId = KeyId };
    }

    public override SecurityKey SecurityKey { get; }

    public override object JoseKey => _secret;

    public override byte[] Sign(ReadOnlySpan<byte> signingInput)
    {
        var signature = new byte[HashBytes(Algorithm)];
        Compute(signingInput, signature);
        return signature;
    }

    public override bool Verify(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA512.HashSizeInBytes];
        return CryptographicOperations.FixedTimeEquals(expected[..Compute(signingInput, expected)], signature);
    }

    public override Action PlatformVerification()
    {
        var (input, signature) = (new byte[800], Sign(new byte[800]));
        return () => Verify(input, signature);
    }

    public override SigningKey Copy() => new HmacSigningKey(Algorithm, _secret);

    public override void Dispose()
    {
    }

    private static int HashBytes(JwsAlgorithm algorithm) => algorithm switch
    {
        JwsAlgorithm.HS256 => HMACSHA256.HashSizeInBytes,
        JwsAlgorithm.HS384 => HMACSHA384.HashSizeInBytes,
        _ => HMACSHA512.HashSizeInBytes,
    };

    private int Compute(ReadOnlySpan<byte> input, Span<byte> destination) => Algorithm switch
    {
        JwsAlgorithm.HS256 => HMACSHA256.HashData(_secret, input, destination),
        JwsAlgorithm.HS384 => HMACSHA384.HashData(_secret, input, destination),
        _ => HMACSHA512.HashData(_secret, input, destination),
    };
}
