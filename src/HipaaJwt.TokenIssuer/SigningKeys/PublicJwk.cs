using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>The public part of a key as a JWK (RFC 7517, section 4), and its thumbprint (RFC 7638), which is the <c>kid</c>.</summary>
internal sealed record PublicJwk(JsonObject Json, string KeyId)
{
    public static PublicJwk Of(JwsAlgorithm algorithm, AsymmetricAlgorithm key)
    {
        // The members of the thumbprint, in lexicographic order (RFC 7638, section 3.2).
        (string Name, string Value)[] required = key is ECDsa ec ? Read(ec) : Read((RSA)key);
        var canonical = "{" + string.Join(',', required.Select(member => $"\"{member.Name}\":\"{member.Value}\"")) + "}";
        var keyId = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(canonical)));
        var json = new JsonObject { ["kid"] = keyId, ["use"] = "sig", ["alg"] = algorithm.ToString() };
        foreach (var (name, value) in required)
        {
            json[name] = value;
        }

        return new PublicJwk(json, keyId);
    }

    private static (string Name, string Value)[] Read(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return
        [
            ("crv", "P-256"), ("kty", "EC"), ("x", Base64Url.EncodeToString(point.X)), ("y", Base64Url.EncodeToString(point.Y)),
        ];
    }

    private static (string Name, string Value)[] Read(RSA key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return
        [
            ("e", Base64Url.EncodeToString(parameters.Exponent)), ("kty", "RSA"), ("n", Base64Url.EncodeToString(parameters.Modulus)),
        ];
    }
}
