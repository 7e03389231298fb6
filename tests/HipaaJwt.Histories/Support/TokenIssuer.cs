using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Histories.Support;

/// <summary>An issuer with one ES256 key.</summary>
internal sealed class TokenIssuer : IDisposable
{
    public const string Name = "https://idp.hospital.example";
    public const string Audience = "https://fhir.hospital.example/r4";
    public const string KeyId = "key-1";

    private static readonly string Header = new JsonObject { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = KeyId }.ToJsonString();

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Lock _lock = new();

    public TokenIssuer()
    {
        var point = _key.ExportParameters(false).Q;
        (KeyX, KeyY) = (RawToken.Base64(point.X), RawToken.Base64(point.Y));
    }

    public string KeyX { get; }

    public string KeyY { get; }

    public string Issue(string id, string session, string subject, TimeSpan age)
    {
        var now = TimeProvider.System.GetUtcNow();
        var claims = new JsonObject
        {
            ["iss"] = Name,
            ["sub"] = subject,
            ["aud"] = Audience,
            ["client_id"] = "clinic-app",
            ["iat"] = (now - age).ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(50).ToUnixTimeSeconds(),
            ["jti"] = id,
            ["sid"] = session,
        };
        lock (_lock)
        {
            return RawToken.Sign(Header, claims.ToJsonString(), RawToken.Es256(_key));
        }
    }

    public void Dispose() => _key.Dispose();
}
