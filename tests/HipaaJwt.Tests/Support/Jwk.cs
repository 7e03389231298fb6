using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Support;

/// <summary>Writes JSON Web Keys member by member, so that tests can also write invalid keys.</summary>
public static class Jwk
{
    public static JsonObject Of(ECDsa key, string? keyId = "key-1")
    {
        var parameters = key.ExportParameters(false);
        return WithKeyId(keyId, new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = key.KeySize switch { 256 => "P-256", 384 => "P-384", _ => "P-521" },
            ["x"] = RawToken.Base64(parameters.Q.X),
            ["y"] = RawToken.Base64(parameters.Q.Y),
        });
    }

    public static JsonObject Of(RSAParameters key, string? keyId = "key-1") => WithKeyId(keyId, new JsonObject
    {
        ["kty"] = "RSA",
        ["n"] = RawToken.Base64(key.Modulus),
        ["e"] = RawToken.Base64(key.Exponent),
    });

    public static JsonObject Of(byte[] secret, string? keyId = "key-1") => WithKeyId(keyId, new JsonObject
    {
        ["kty"] = "oct",
        ["k"] = RawToken.Base64(secret),
    });

    public static JsonWebKey ToKey(this JsonObject jwk) => new(jwk.ToJsonString());

    private static JsonObject WithKeyId(string? keyId, JsonObject jwk)
    {
        if (keyId is not null)
        {
            jwk["kid"] = keyId;
        }

        return jwk;
    }
}
