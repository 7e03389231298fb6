using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Support;

/// <summary>Signs tokens in the documented form of identity providers, with a test key.</summary>
public sealed class ProviderTokens : IDisposable
{
    public const string KeyId = "provider-key-1";

    public static readonly long Now = TestIssuer.Now.ToUnixTimeSeconds();

    private readonly RSA _key = RSA.Create(2048);
    private readonly TestIssuer _clock = new();

    /// <summary>Creates a host that trusts the issuer with the test key instead of downloaded keys.</summary>
    public TestHost Trusting(TrustedIssuer issuer, Action<HipaaJwtBuilder>? build = null)
    {
        issuer.MetadataAddress = null;
        issuer.SigningKeys.Add(new RsaSecurityKey(_key.ExportParameters(false)) { KeyId = KeyId });
        return new TestHost(_clock.Time, options => options.Issuers.Add(issuer), build);
    }

    public string Sign(string? type, JsonObject claims)
    {
        JsonObject header = new() { ["alg"] = "RS256", ["kid"] = KeyId };
        if (type is not null)
        {
            header["typ"] = type;
        }

        return RawToken.Sign(header.ToJsonString(), claims.ToJsonString(), RawToken.Rs256(_key));
    }

    /// <summary>Signs the claims after an optional change, and validates the token.</summary>
    public async Task<JwtValidationResult> ValidateAsync(
        TrustedIssuer issuer, string? type, JsonObject claims, Action<JsonObject>? change = null)
    {
        change?.Invoke(claims);
        await using var host = Trusting(issuer);
        return await host.ValidateAsync(Sign(type, claims));
    }

    public void Dispose()
    {
        _key.Dispose();
        _clock.Dispose();
    }
}
