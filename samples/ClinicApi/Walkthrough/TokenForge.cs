using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ClinicApi.DevelopmentIssuer;

namespace ClinicApi.Walkthrough;

/// <summary>Writes the tokens that no issuer should: byte for byte, and signed with whatever key one likes.</summary>
internal sealed class TokenForge(Issuer issuer, TimeProvider time)
{
    /// <summary>What every forged token says unless it is changed: that a physician is there.</summary>
    public const string Subject = "dr.rivera";

    /// <summary>A token that is good but for the changes, under the issuer's good signature.</summary>
    public string Genuine(Action<JsonObject>? header = null, Action<JsonObject>? claims = null) =>
        Signed(issuer.PrivateKey, header, claims);

    /// <summary>A token that is good but for the changes, signed with some key.</summary>
    public string Signed(ECDsa key, Action<JsonObject>? header = null, Action<JsonObject>? claims = null)
    {
        var (h, c) = (Header(), Claims());
        header?.Invoke(h);
        claims?.Invoke(c);
        return Write(h.ToJsonString(), c.ToJsonString(), key);
    }

    /// <summary>A token whose claims end with text that a JSON object could not hold, such as a claim for the second time.</summary>
    public string GenuineWithMore(string members) =>
        Write(Header().ToJsonString(), $"{Claims().ToJsonString()[..^1]},{members}}}", issuer.PrivateKey);

    /// <summary>The oldest trick: a header that says that the signature does not count.</summary>
    public string Unsigned(byte[] signature) => Write("""{"alg":"none","typ":"at+jwt"}""", Claims().ToJsonString(), _ => signature);

    /// <summary>The public key, which everybody has, taken for a shared secret.</summary>
    public string SignedWithPublicKeyAsSecret()
    {
        var header = Header();
        header["alg"] = "HS256";
        var secret = Encoding.ASCII.GetBytes(issuer.PrivateKey.ExportSubjectPublicKeyInfoPem());
        return Write(header.ToJsonString(), Claims().ToJsonString(), data => HMACSHA256.HashData(secret, data));
    }

    /// <summary>A good token whose claims were exchanged after it was signed.</summary>
    public static string WithOtherClaims(string token, Func<string, string> change)
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

    /// <summary>Any header and any claims, signed with some key.</summary>
    public static string Write(string header, string claims, ECDsa key) =>
        Write(header, claims, data => key.SignData(data, HashAlgorithmName.SHA256));

    private static string Write(string header, string claims, Func<byte[], byte[]> sign)
    {
        var signingInput = $"{Encode(header)}.{Encode(claims)}";
        return $"{signingInput}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signingInput)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
