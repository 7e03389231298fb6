using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ClinicApi.Walkthrough;

/// <summary>A client that proves possession of its key with each request (RFC 9449 section 4).</summary>
internal sealed class DPoPClient(TimeProvider time) : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Thumbprint => Jwk.ThumbprintOf(_key);

    /// <summary>Creates a proof for one GET request with a token.</summary>
    public string CreateProof(Uri address, string token)
    {
        var header = new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = "ES256", ["jwk"] = Jwk.Of(_key) };
        var claims = new JsonObject
        {
            ["jti"] = Guid.NewGuid().ToString(),
            ["htm"] = "GET",
            ["htu"] = address.AbsoluteUri,
            ["iat"] = time.GetUtcNow().ToUnixTimeSeconds(),
            ["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token))),
        };
        return TokenForge.Sign(header.ToJsonString(), claims.ToJsonString(), _key);
    }

    public void Dispose() => _key.Dispose();
}
