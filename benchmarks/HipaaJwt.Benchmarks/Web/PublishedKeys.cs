using HipaaJwt.Benchmarks.Workload;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Benchmarks.Web;

/// <summary>What an issuer publishes of its key (RFC 7517).</summary>
internal static class PublishedKeys
{
    /// <summary>Returns the JWK Set with the public members of the key.</summary>
    public static string SetOf(SigningKey key)
    {
        var jwk = JsonWebKeyConverter.ConvertFromSecurityKey(key.SecurityKey);
        var members = jwk.Kty == JsonWebAlgorithmsKeyTypes.RSA
            ? $$""" "n":"{{jwk.N}}","e":"{{jwk.E}}" """
            : $$""" "crv":"{{jwk.Crv}}","x":"{{jwk.X}}","y":"{{jwk.Y}}" """;
        return $$"""{"keys":[{"kty":"{{jwk.Kty}}","kid":"{{SigningKey.KeyId}}","use":"sig","alg":"{{key.Name}}",{{members}}}]}""";
    }
}
