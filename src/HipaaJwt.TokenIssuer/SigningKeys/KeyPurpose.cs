using System.Security.Cryptography;

namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>
/// One kind of keys of the issuer: what its keys are called in the store, how they are created, and how long they are needed.
/// </summary>
/// <param name="Name">The purpose in the store.</param>
/// <param name="Algorithm">The name of the algorithm of new keys.</param>
/// <param name="Announcement">The time for which a new key is known before it is used.</param>
/// <param name="Interval">The time for which a key is used.</param>
/// <param name="KeptAfterUse">The time for which a key is needed after the next one has replaced it.</param>
/// <param name="Create">Creates a key, as the bytes to encrypt and its <c>kid</c>.</param>
internal sealed record KeyPurpose(
    string Name,
    string Algorithm,
    TimeSpan Announcement,
    TimeSpan Interval,
    TimeSpan KeptAfterUse,
    Func<(byte[] Secret, string KeyId)> Create)
{
    private const string Hmac = "HS256";

    /// <summary>A resource server may keep a JWK Set for as long, and its clock may differ.</summary>
    private static readonly TimeSpan VerificationMargin = TimeSpan.FromHours(1);

    public static KeyPurpose AccessTokens(TokenIssuerOptions options) => new(
        $"access-token {options.Issuer}",
        options.SigningAlgorithm.ToString(),
        options.KeyAnnouncement,
        options.KeyRotationInterval,
        options.AccessTokenLifetime + VerificationMargin,
        () => CreateSigningKey(options.SigningAlgorithm));

    /// <summary>Keys of refresh tokens need no announcement: an instance that does not know one reads the store.</summary>
    public static KeyPurpose RefreshTokens(TokenIssuerOptions options) => new(
        $"refresh-token {options.Issuer}",
        Hmac,
        TimeSpan.Zero,
        options.KeyRotationInterval,
        options.SessionLifetime + VerificationMargin,
        static () => (RandomNumberGenerator.GetBytes(32), Guid.NewGuid().ToString("N")));

    private static (byte[] Secret, string KeyId) CreateSigningKey(JwsAlgorithm algorithm)
    {
        var pkcs8 = KeyAlgorithm.CreateKey(algorithm);
        using var key = KeyAlgorithm.Import(algorithm, pkcs8);
        return (pkcs8, PublicJwk.Of(algorithm, key).KeyId);
    }
}
