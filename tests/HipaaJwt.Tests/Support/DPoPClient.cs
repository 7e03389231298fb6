using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace HipaaJwt.Tests.Support;

/// <summary>A client with a P-256 key. Tests can change any member of the proofs that it creates.</summary>
public sealed class DPoPClient : IDisposable
{
    public const string Address = "https://fhir.hospital.example/r4/Patient/7";

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The thumbprint of the key (RFC 7638), computed independently of the library.</summary>
    public string Thumbprint
    {
        get
        {
            var key = PublicKey();
            return HashOf($$"""{"crv":"P-256","kty":"EC","x":"{{key["x"]}}","y":"{{key["y"]}}"}""");
        }
    }

    /// <summary>Creates a GET request to <see cref="Address"/> with a proof.</summary>
    public static JwtValidationRequest Request(string? proof) => new()
    {
        DPoPProof = proof,
        HttpMethod = "GET",
        HttpUri = new Uri(Address),
    };

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

    /// <summary>Creates a proof that is valid unless the changes make it invalid.</summary>
    public string Proof(string token, Action<JsonObject>? header = null, Action<JsonObject>? claims = null, string address = Address)
    {
        var (h, c) = (Header(), Claims(token, address: address));
        header?.Invoke(h);
        claims?.Invoke(c);
        return Sign(h.ToJsonString(), c.ToJsonString());
    }

    public string Sign(string header, string claims) => RawToken.Sign(header, claims, RawToken.Es256(Key));

    /// <summary>Changes the claims of a token so that the token is bound to the key of this client.</summary>
    public void Bind(JsonObject claims) => claims["cnf"] = new JsonObject { ["jkt"] = Thumbprint };

    public void Dispose() => Key.Dispose();
}
