using System.Globalization;
using HipaaJwt.Tool.Trusts;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tool.Diagnosis;

/// <summary>Lists the keys that are trusted, with their strength.</summary>
internal static class TrustedKeys
{
    public static IEnumerable<string> PinnedOf(TrustedIssuer issuer) =>
        issuer.SigningKeys.Select(key => string.Create(
            CultureInfo.InvariantCulture, $"{key.KeyId ?? "(no kid)"}: {KindOf(key)} {key.KeySize}, in the settings"));

    public static IEnumerable<string> Published(IEnumerable<KeyResponse> responses) =>
        from response in responses
        from key in response.Keys
        let details = string.Join(", ", new[] { key.Kind, key.Use, key.Algorithm }.Where(detail => detail is not null))
        select $"{key.KeyId ?? "(no kid)"}: {details}, from {response.Address}";

    private static string KindOf(SecurityKey key) => key switch
    {
        JsonWebKey json => json.Kty,
        ECDsaSecurityKey => "EC",
        SymmetricSecurityKey => "oct",
        _ => "RSA",
    };
}
