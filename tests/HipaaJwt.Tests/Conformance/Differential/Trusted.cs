using System.Security.Cryptography;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Conformance.Differential;

/// <summary>A key with all that the three opinions need to know of it.</summary>
internal sealed record TrustedKey(string Id, string Algorithm, string Issuer, SecurityKey Key, Func<byte[], byte[]> Sign, Func<byte[], byte[], bool> Verify);

/// <summary>The one configuration that the three opinions share.</summary>
internal sealed class Trusted : IDisposable
{
    public const int ClockSkew = 30;
    public const int MaxLifetime = 3_600;
    public const int MaxTokenBytes = 16 * 1024;

    public static readonly string[] Audiences = [Workshop.Audience, "urn:example:clinic"];

    private readonly List<ECDsa> _curves = [];

    public Trusted()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        Keys =
        [
            new TrustedKey(
                "mac-1",
                "HS256",
                Workshop.Issuer,
                new SymmetricSecurityKey(secret) { KeyId = "mac-1" },
                data => HMACSHA256.HashData(secret, data),
                (data, signature) => HMACSHA256.HashData(secret, data).SequenceEqual(signature)),
            Curve("ec-1", Workshop.Issuer),
            Curve("clinic-1", Workshop.OtherIssuer),
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

    public void Dispose() => _curves.ForEach(curve => curve.Dispose());

    private TrustedKey Curve(string keyId, string issuer)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _curves.Add(key);
        return new TrustedKey(
            keyId,
            "ES256",
            issuer,
            new ECDsaSecurityKey(key) { KeyId = keyId },
            RawToken.Es256(key),
            (data, signature) => key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }
}
