using System.Security.Cryptography;
using HipaaJwt;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ClinicApi.DevelopmentIssuer;

/// <summary>
/// FOR DEVELOPMENT ONLY: issues tokens without authentication. It creates its key at start and keeps it in memory. In production,
/// use an identity provider instead, so that this service never has a private key.
/// </summary>
public sealed class Issuer : IDisposable
{
    public const string Name = "https://issuer.clinic.example";
    public const string Audience = "https://api.clinic.example";
    public const string Client = "clinic-app";
    public const string KeyId = "clinic-development";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private readonly TimeProvider _time;
    private readonly ECDsa _publicKey;

    public Issuer(TimeProvider time)
    {
        _time = time;
        _publicKey = ECDsa.Create(PrivateKey.ExportParameters(includePrivateParameters: false));
    }

    public ECDsa PrivateKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Returns the configuration with which the service trusts this issuer. It contains only the public key.</summary>
    public TrustedIssuer ToTrustedIssuer() => new()
    {
        Issuer = Name,
        Audiences = { Audience },
        Algorithms = { JwsAlgorithm.ES256 },
        SigningKeys = { new ECDsaSecurityKey(_publicKey) { KeyId = KeyId } },
    };

    public string IssueToken(DemoUser user)
    {
        var now = _time.GetUtcNow();
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = Name,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            Claims = ClaimsOf(user, Guid.CreateVersion7(now)),
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(PrivateKey) { KeyId = KeyId }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    public void Dispose()
    {
        PrivateKey.Dispose();
        _publicKey.Dispose();
    }

    private static Dictionary<string, object> ClaimsOf(DemoUser user, Guid tokenId)
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = user.Name,
            ["jti"] = tokenId.ToString(),
            ["client_id"] = Client,
            ["roles"] = new[] { user.Role },
        };
        if (user.Patient is { } patient)
        {
            claims["patient"] = patient;
        }

        return claims;
    }
}
