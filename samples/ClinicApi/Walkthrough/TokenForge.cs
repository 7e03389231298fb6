using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>
/// Creates tokens that the clinic would never issue, with any header, any claims and any key. It changes a valid token of a physician,
/// and can sign with the key of the clinic, because it runs in the same process.
/// </summary>
internal sealed class TokenForge
{
    /// <summary>The subject of every forged token unless it is changed.</summary>
    public const string Subject = "dr.rivera";

    private readonly ISigner _signer;
    private readonly SignerKey _key;
    private readonly string _publicKey;
    private readonly string _claims;
    private readonly TimeProvider _time;

    private TokenForge(ISigner signer, SignerKey key, string publicKey, string validToken, TimeProvider time)
    {
        (_signer, _key, _publicKey, _time) = (signer, key, publicKey, time);
        _claims = Encoding.UTF8.GetString(Tokens.Decode(validToken, 1));
    }

    public static async Task<TokenForge> CreateAsync(
        ISigner signer, string validToken, TimeProvider time, CancellationToken cancellationToken)
    {
        var keySet = JsonNode.Parse((await signer.ReadKeySetAsync(cancellationToken)).Span)!;
        using var publicKey = Jwk.Import(keySet["keys"]![0]!);
        var key = await signer.GetKeyAsync(cancellationToken);
        return new TokenForge(signer, key, publicKey.ExportSubjectPublicKeyInfoPem(), validToken, time);
    }

    /// <summary>Applies changes to a valid token, and signs it with the key of the clinic.</summary>
    public Task<string> SignedByIssuerAsync(Action<JsonObject>? header = null, Action<JsonObject>? claims = null)
    {
        var (joseHeader, claimsSet) = Change(header, claims);
        return SignByIssuerAsync(joseHeader, claimsSet);
    }

    /// <summary>Creates a token with additional members as text, such as a duplicate claim.</summary>
    public Task<string> SignedByIssuerWithAsync(string members)
    {
        var (header, claims) = Change(null, null);
        return SignByIssuerAsync(header, $"{claims[..^1]},{members}}}");
    }

    /// <summary>Applies changes to a valid token, and signs it with the given key.</summary>
    public string SignedWith(ECDsa key, Action<JsonObject>? header = null, Action<JsonObject>? claims = null)
    {
        var (joseHeader, claimsSet) = Change(header, claims);
        return Sign(joseHeader, claimsSet, key);
    }

    /// <summary>Creates a token whose header declares that it is not signed.</summary>
    public string Unsigned(byte[] signature) => Join("""{"alg":"none","typ":"at+jwt"}""", Change(null, null).Claims, _ => signature);

    /// <summary>Creates an HMAC with the public key of the clinic as the secret.</summary>
    public string SignedWithPublicKeyAsSecret()
    {
        var (header, claims) = Change(changed => changed["alg"] = "HS256", null);
        return Join(header, claims, data => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_publicKey), data));
    }

    /// <summary>Changes the claims of a signed token without changing its signature.</summary>
    public static string ReplaceClaims(string token, Func<string, string> change)
    {
        var segments = token.Split('.');
        return $"{segments[0]}.{Encode(change(Encoding.UTF8.GetString(Tokens.Decode(token, 1))))}.{segments[2]}";
    }

    /// <summary>Signs any header and any claims.</summary>
    public static string Sign(string header, string claims, ECDsa key) =>
        Join(header, claims, data => key.SignData(data, HashAlgorithmName.SHA256));

    public long SecondsFromNow(double seconds) => _time.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds();

    private (string Header, string Claims) Change(Action<JsonObject>? header, Action<JsonObject>? claims)
    {
        var joseHeader = new JsonObject { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = _key.KeyId };
        var claimsSet = JsonNode.Parse(_claims)!.AsObject();
        claimsSet["iat"] = SecondsFromNow(0);
        claimsSet["exp"] = SecondsFromNow(240);
        claimsSet["jti"] = Guid.CreateVersion7(_time.GetUtcNow()).ToString();
        header?.Invoke(joseHeader);
        claims?.Invoke(claimsSet);
        return (joseHeader.ToJsonString(), claimsSet.ToJsonString());
    }

    private async Task<string> SignByIssuerAsync(string header, string claims)
    {
        var signingInput = $"{Encode(header)}.{Encode(claims)}";
        var signature = await _signer.SignAsync(_key, Encoding.ASCII.GetBytes(signingInput), CancellationToken.None);
        return $"{signingInput}.{Base64Url.EncodeToString(signature.Span)}";
    }

    private static string Join(string header, string claims, Func<byte[], byte[]> sign)
    {
        var signingInput = $"{Encode(header)}.{Encode(claims)}";
        return $"{signingInput}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signingInput)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
