using System.Text;
using Jose;
using Microsoft.IdentityModel.Tokens;
using KeyManagement = Jose.JweAlgorithm;
using ContentEncryption = Jose.JweEncryption;

namespace HipaaJwt.Testing.Tokens;

/// <summary>Encrypts signed tokens to the decryption key of a host (RFC 7516).</summary>
internal static class TokenEncryptor
{
    public static string Encrypt(string token, DecryptionOptions decryption)
    {
        if (decryption.Keys is not [var key, ..]
            || decryption.KeyManagementAlgorithms is not [var algorithm, ..]
            || decryption.ContentEncryptionAlgorithms is not [var content, ..])
        {
            throw new InvalidOperationException(
                "The host has no decryption key, so no token can be encrypted to it. Set Decryption:Keys, "
                + "Decryption:KeyManagementAlgorithms and Decryption:ContentEncryptionAlgorithms of HipaaJwtOptions.");
        }

        var header = new Dictionary<string, object> { ["cty"] = "JWT" };
        if (!string.IsNullOrEmpty(key.KeyId))
        {
            header["kid"] = key.KeyId;
        }

        return JWT.EncodeBytes(
            Encoding.ASCII.GetBytes(token), KeyFor(key), AlgorithmOf(algorithm), EncryptionOf(content), extraHeaders: header);
    }

    /// <summary>Takes the public half, or the secret, of a key.</summary>
    private static object KeyFor(SecurityKey key)
    {
        var jwk = key switch
        {
            JsonWebKey given => given,
            X509SecurityKey certificate => JsonWebKeyConverter.ConvertFromX509SecurityKey(certificate, representAsRsaKey: true),
            _ => JsonWebKeyConverter.ConvertFromSecurityKey(key),
        };
        return jwk.Kty switch
        {
            JsonWebAlgorithmsKeyTypes.RSA => new Jwk(jwk.E, jwk.N),
            JsonWebAlgorithmsKeyTypes.EllipticCurve => new Jwk(jwk.Crv, jwk.X, jwk.Y, null),
            _ => Base64UrlEncoder.DecodeBytes(jwk.K),
        };
    }

    private static KeyManagement AlgorithmOf(JweAlgorithm algorithm) => algorithm switch
    {
        JweAlgorithm.RsaOaep => KeyManagement.RSA_OAEP,
        JweAlgorithm.RsaOaep256 => KeyManagement.RSA_OAEP_256,
        JweAlgorithm.EcdhEs => KeyManagement.ECDH_ES,
        JweAlgorithm.EcdhEsA128Kw => KeyManagement.ECDH_ES_A128KW,
        JweAlgorithm.EcdhEsA256Kw => KeyManagement.ECDH_ES_A256KW,
        JweAlgorithm.A128Kw => KeyManagement.A128KW,
        JweAlgorithm.A256Kw => KeyManagement.A256KW,
        JweAlgorithm.Direct => KeyManagement.DIR,
        _ => throw new InvalidOperationException($"HipaaJwt.Testing cannot encrypt with {algorithm}."),
    };

    private static ContentEncryption EncryptionOf(JweEncryption encryption) => encryption switch
    {
        JweEncryption.A128Gcm => ContentEncryption.A128GCM,
        JweEncryption.A256Gcm => ContentEncryption.A256GCM,
        JweEncryption.A128CbcHs256 => ContentEncryption.A128CBC_HS256,
        JweEncryption.A256CbcHs512 => ContentEncryption.A256CBC_HS512,
        _ => throw new InvalidOperationException($"HipaaJwt.Testing cannot encrypt with {encryption}."),
    };
}
