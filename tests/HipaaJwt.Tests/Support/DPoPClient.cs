using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace HipaaJwt.Tests.Support;

/// <summary>A client with a P-256 key, which writes proofs member by member and can spoil any of them.</summary>
public sealed class DPoPClient : IDisposable
{
    public const string Address = "https://fhir.hospital.example/r4/Patient/7";

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The thumbprint of RFC 7638, written once more in plain code.</summary>
    public string Thumbprint
    {
        get
        {
            var key = PublicKey();
            return RawToken.Base64(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{key["x"]}}","y":"{{key["y"]}}"}""")));
        }
    }

    public static string HashOf(string token) => RawToken.Base64(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    public JsonObject PublicKey()
    {
        var point = Key.ExportParameters(false).Q;
        return new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = RawToken.Base64(point.X), ["y"] = RawToken.Base64(point.Y) };
    }

    public JsonObject Header() => new() { ["typ"] = "dpop+jwt", ["alg"] = "ES256", ["jwk"] = PublicKey() };

    public static JsonObject Claims(string token, string method = "GET", string address = Address) => new()
    {
        ["jti"] = Guid.NewGuid().ToString(),
        ["htm"] = method,
        ["htu"] = address,
        ["iat"] = TestIssuer.Now.ToUnixTimeSeconds(),
        ["ath"] = HashOf(token),
    };

    /// <summary>A proof that is good unless the changes make it bad.</summary>
    public string Proof(string token, Action<JsonObject>? header = null, Action<JsonObject>? claims = null, string address = Address)
    {
        var (h, c) = (Header(), Claims(token, address: address));
        header?.Invoke(h);
        claims?.Invoke(c);
        return Sign(h.ToJsonString(), c.ToJsonString());
    }

    public string Sign(string header, string claims) => RawToken.Sign(header, claims, RawToken.Es256(Key));

    /// <summary>Makes the claims of a token those of one that is bound to this client's key.</summary>
    public void Bind(JsonObject claims) => claims["cnf"] = new JsonObject { ["jkt"] = Thumbprint };

    public void Dispose() => Key.Dispose();
}
