using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ClinicApi.DevelopmentIssuer;

namespace ClinicApi.Walkthrough;

/// <summary>Creates invalid tokens, with any header, any claims and any key.</summary>
internal sealed class TokenForge(Issuer issuer, TimeProvider time)
{
    /// <summary>The subject of every forged token unless it is changed: a physician.</summary>
    public const string Subject = "dr.rivera";

    /// <summary>Creates a valid token, applies the changes, and signs it with the key of the issuer.</summary>
    public string SignedByIssuer(Action<JsonObject>? header = null, Action<JsonObject>? claims = null) =>
        SignedWith(issuer.PrivateKey, header, claims);

    /// <summary>Creates a valid token, applies the changes, and signs it with the given key.</summary>
    public string SignedWith(ECDsa key, Action<JsonObject>? header = null, Action<JsonObject>? claims = null)
    {
        var (joseHeader, claimsSet) = (Header(), Claims());
        header?.Invoke(joseHeader);
        claims?.Invoke(claimsSet);
        return Sign(joseHeader.ToJsonString(), claimsSet.ToJsonString(), key);
    }

    /// <summary>Creates a token with additional members as text, such as a duplicate claim.</summary>
    public string SignedByIssuerWith(string members) =>
        Sign(Header().ToJsonString(), $"{Claims().ToJsonString()[..^1]},{members}}}", issuer.PrivateKey);

    /// <summary>Creates a token whose header declares that it is not signed.</summary>
    public string Unsigned(byte[] signature) => Sign("""{"alg":"none","typ":"at+jwt"}""", Claims().ToJsonString(), _ => signature);

    /// <summary>Creates an HMAC with the public key of the issuer as the secret.</summary>
    public string SignedWithPublicKeyAsSecret()
    {
        var header = Header();
        header["alg"] = "HS256";
        var secret = Encoding.ASCII.GetBytes(issuer.PrivateKey.ExportSubjectPublicKeyInfoPem());
        return Sign(header.ToJsonString(), Claims().ToJsonString(), data => HMACSHA256.HashData(secret, data));
    }

    /// <summary>Changes the claims of a signed token without changing its signature.</summary>
    public static string ReplaceClaims(string token, Func<string, string> change)
    {
        var segments = token.Split('.');
        var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(segments[1]));
        return $"{segments[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(change(claims)))}.{segments[2]}";
    }

    public long SecondsFromNow(double seconds) => time.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds();

    private static JsonObject Header() => new() { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = Issuer.KeyId };

    private JsonObject Claims() => new()
    {
        ["iss"] = Issuer.Name,
        ["sub"] = Subject,
        ["aud"] = Issuer.Audience,
        ["client_id"] = Issuer.Client,
        ["iat"] = SecondsFromNow(0),
        ["exp"] = SecondsFromNow(600),
        ["jti"] = Guid.CreateVersion7(time.GetUtcNow()).ToString(),
        ["roles"] = new JsonArray("physician"),
    };

    /// <summary>Signs any header and any claims.</summary>
    public static string Sign(string header, string claims, ECDsa key) =>
        Sign(header, claims, data => key.SignData(data, HashAlgorithmName.SHA256));

    private static string Sign(string header, string claims, Func<byte[], byte[]> sign)
    {
        var signingInput = $"{Encode(header)}.{Encode(claims)}";
        return $"{signingInput}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signingInput)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
