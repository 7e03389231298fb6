using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Support;

/// <summary>An issuer with one P-256 key, a fake clock, and the options that trust it.</summary>
public sealed class TestIssuer : IDisposable
{
    public const string Name = "https://idp.hospital.example";
    public const string Audience = "https://fhir.hospital.example/r4";
    public const string KeyId = "key-1";

    public static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public FakeTimeProvider Time { get; } = new(Now);

    public SecurityKey SecurityKey => new ECDsaSecurityKey(Key) { KeyId = KeyId };

    public static JsonObject Header() => new() { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = KeyId };

    public static JsonObject Claims() => new()
    {
        ["iss"] = Name,
        ["sub"] = "user-42",
        ["aud"] = Audience,
        ["client_id"] = "clinic-app",
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["exp"] = Now.AddMinutes(10).ToUnixTimeSeconds(),
        ["jti"] = "token-1",
        ["roles"] = new JsonArray("physician"),
        ["scope"] = "chart.read openid",
    };

    /// <summary>Creates a token that is valid unless the changes make it invalid.</summary>
    public string Token(Action<JsonObject>? header = null, Action<JsonObject>? claims = null)
    {
        var (h, c) = (Header(), Claims());
        header?.Invoke(h);
        claims?.Invoke(c);
        return Sign(h.ToJsonString(), c.ToJsonString());
    }

    public string Sign(string header, string claims) => RawToken.Sign(header, claims, RawToken.Es256(Key));

    public TrustedIssuer Trust(Action<TrustedIssuer>? change = null)
    {
        var issuer = new TrustedIssuer
        {
            Issuer = Name,
            Audiences = { Audience },
            Algorithms = { JwsAlgorithm.ES256 },
            SigningKeys = { SecurityKey },
        };
        change?.Invoke(issuer);
        return issuer;
    }

    public void Dispose() => Key.Dispose();
}
