using System.Security.Cryptography;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Conformance.Differential;

/// <summary>A key for the three validators.</summary>
internal sealed record TrustedKey(
    string Id, string Algorithm, string Issuer, SecurityKey Key, Func<byte[], byte[]> Sign, Func<byte[], byte[], bool> Verify);

/// <summary>The configuration that the three validators share.</summary>
internal sealed class Trusted : IDisposable
{
    public const int ClockSkew = 30;
    public const int MaxLifetime = 3_600;
    public const int MaxTokenBytes = 16 * 1024;

    public static readonly string[] Audiences = [TokenFixture.Audience, "urn:example:clinic"];

    private readonly List<ECDsa> _ecdsaKeys = [];

    public Trusted()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        Keys =
        [
            new TrustedKey(
                "mac-1",
                "HS256",
                TokenFixture.Issuer,
                new SymmetricSecurityKey(secret) { KeyId = "mac-1" },
                data => HMACSHA256.HashData(secret, data),
                (data, signature) => HMACSHA256.HashData(secret, data).SequenceEqual(signature)),
            EcdsaKey("ec-1", TokenFixture.Issuer),
            EcdsaKey("clinic-1", TokenFixture.OtherIssuer),
        ];
    }

    public IReadOnlyList<TrustedKey> Keys { get; }

    public TestHost Host() => new(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TestIssuer.Now), options =>
    {
        foreach (var keys in Keys.GroupBy(key => key.Issuer))
        {
            var issuer = new TrustedIssuer { Issuer = keys.Key, Algorithms = { JwsAlgorithm.HS256, JwsAlgorithm.ES256 } };
            Array.ForEach(Audiences, issuer.Audiences.Add);
            keys.ToList().ForEach(key => issuer.SigningKeys.Add(key.Key));
            options.Issuers.Add(issuer);
        }
    });

    public void Dispose() => _ecdsaKeys.ForEach(key => key.Dispose());

    private TrustedKey EcdsaKey(string keyId, string issuer)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _ecdsaKeys.Add(key);
        return new TrustedKey(
            keyId,
            "ES256",
            issuer,
            new ECDsaSecurityKey(key) { KeyId = keyId },
            RawToken.Es256(key),
            (data, signature) =>
                key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }
}
