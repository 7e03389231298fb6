using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Conformance;

/// <summary>
/// A service that trusts two issuers with keys of every family, and methods to create any token byte by byte. Tokens are valid unless a
/// change is given.
/// </summary>
public class TokenFixture : IAsyncDisposable
{
    public const string Issuer = TestIssuer.Name;
    public const string OtherIssuer = "https://idp.clinic.example";
    public const string Audience = TestIssuer.Audience;
    public const string SharedKeyId = "shared";

    public static readonly long Now = TestIssuer.Now.ToUnixTimeSeconds();

    public TokenFixture()
        : this(_ => { })
    {
    }

    protected TokenFixture(Action<HipaaJwtOptions> change) => Host = new TestHost(Time, options =>
    {
        Trust(options);
        change(options);
    });

    public static RawObject Header { get; } = RawObject.Empty.Also("alg", "\"ES256\"").Also("typ", "\"at+jwt\"").Also("kid", "\"ec-1\"");

    public static RawObject Claims { get; } = RawObject.Empty
        .Also("iss", $"\"{Issuer}\"")
        .Also("sub", "\"user-42\"")
        .Also("aud", $"\"{Audience}\"")
        .Also("client_id", "\"clinic-app\"")
        .Also("iat", $"{Now}")
        .Also("exp", $"{Now + 600}")
        .Also("jti", "\"token-1\"")
        .Also("scope", "\"chart.read openid\"");

    public TestHost Host { get; }

    public Microsoft.Extensions.Time.Testing.FakeTimeProvider Time { get; } = new(TestIssuer.Now);

    public ECDsa Ec { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ECDsa Ec384 { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public ECDsa Ec521 { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP521);

    public ECDsa SharedEc { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ECDsa OtherEc { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ECDsa OtherSharedEc { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public RSA Rsa { get; } = RSA.Create(2048);

    public RSA RsaForRs256 { get; } = RSA.Create(2048);

    public byte[] Secret { get; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>A valid token with a changed header.</summary>
    public string WithHeader(Func<RawObject, RawObject> change) => Token(change(Header).ToString());

    /// <summary>A valid token with changed claims.</summary>
    public string WithClaims(Func<RawObject, RawObject> change) => Token(claims: change(Claims).ToString());

    public string Token(string? header = null, string? claims = null) =>
        RawToken.Sign(header ?? Header.ToString(), claims ?? Claims.ToString(), RawToken.Es256(Ec));

    public string Token(byte[] header, byte[] claims) => RawToken.Sign(header, claims, RawToken.Es256(Ec));

    /// <summary>A valid token with another algorithm, key ID and signature.</summary>
    public string SignedBy(string algorithm, string keyId, Func<byte[], byte[]> sign, string? claims = null) => RawToken.Sign(
        Header.With("alg", $"\"{algorithm}\"").With("kid", $"\"{keyId}\"").ToString(), claims ?? Claims.ToString(), sign);

    /// <summary>A valid token with a changed signature.</summary>
    public string Resigned(Func<byte[], byte[]> change) => RawToken.Sign(
        Header.ToString(), Claims.ToString(), data => change(RawToken.Es256(Ec)(data)));

    public byte[] Mac(byte[] data) => HMACSHA256.HashData(Secret, data);

    public byte[] Rs256(byte[] data) => RawToken.Rs256(Rsa)(data);

    public byte[] Ps256(byte[] data) => Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        foreach (var key in new AsymmetricAlgorithm[] { Ec, Ec384, Ec521, SharedEc, OtherEc, OtherSharedEc, Rsa, RsaForRs256 })
        {
            key.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private static ECDsaSecurityKey Named(string keyId, ECDsa key) => new(key) { KeyId = keyId };

    private void Trust(HipaaJwtOptions options)
    {
        options.Issuers.Add(new TrustedIssuer
        {
            Issuer = Issuer,
            Audiences = { Audience, "urn:example:clinic" },
            Algorithms =
            {
                JwsAlgorithm.ES256,
                JwsAlgorithm.ES384,
                JwsAlgorithm.ES512,
                JwsAlgorithm.RS256,
                JwsAlgorithm.PS256,
                JwsAlgorithm.HS256,
            },
            SigningKeys =
            {
                Named("ec-1", Ec),
                Named("p384", Ec384),
                Named("p521", Ec521),
                Named(SharedKeyId, SharedEc),
                new RsaSecurityKey(Rsa) { KeyId = "rsa-1" },
                RsaJwk(),
                new SymmetricSecurityKey(Secret) { KeyId = "mac-1" },
            },
        });
        options.Issuers.Add(new TrustedIssuer
        {
            Issuer = OtherIssuer,
            Audiences = { Audience },
            Algorithms = { JwsAlgorithm.ES256 },
            SigningKeys = { Named("clinic-1", OtherEc), Named(SharedKeyId, OtherSharedEc) },
        });
    }

    /// <summary>A JSON Web Key with <c>alg</c> and <c>use</c>.</summary>
    private JsonWebKey RsaJwk()
    {
        var publicKey = RsaForRs256.ExportParameters(false);
        return new JsonWebKey
        {
            Kty = "RSA",
            Kid = "rs256-only",
            Alg = "RS256",
            Use = "sig",
            N = RawToken.Base64(publicKey.Modulus),
            E = RawToken.Base64(publicKey.Exponent),
        };
    }
}
