namespace HipaaJwt;

/// <summary>A client that may use the endpoints of the issuer.</summary>
public sealed class TokenClient
{
    /// <summary>The identifier, <c>client_id</c>.</summary>
    /// <value>Empty by default; required.</value>
    public string ClientId { get; set; } = string.Empty;

    /// <summary>
    /// Hashes of the secrets with which the client authenticates (<c>client_secret_basic</c>, RFC 6749, section 2.3.1), as
    /// <see cref="ClientSecret.Hash"/> creates them. Several allow a change of the secret without interruption.
    /// </summary>
    /// <value>Empty by default.</value>
    public IList<string> SecretHashes { get; } = [];

    /// <summary>
    /// The JWK Set with the public keys with which the client authenticates (<c>private_key_jwt</c>, RFC 7523, section 2.2), as JSON.
    /// </summary>
    /// <value><see langword="null"/> by default.</value>
    public string? KeySet { get; set; }

    /// <summary>
    /// Whether the client cannot keep a secret, such as an application in a browser or on a phone (RFC 6749, section 2.1). Its refresh
    /// tokens are replaced at each use, or bound to a key.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IsPublic { get; set; }

    /// <summary>Whether the client may introspect tokens of others (RFC 7662, section 2.1). Public clients may not.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AllowIntrospection { get; set; }

    /// <summary>
    /// The origins, such as <c>https://app.hospital.example</c>, from which a browser may use the endpoints with a refresh token in a
    /// cookie.
    /// </summary>
    /// <value>Empty by default: refresh tokens in cookies are rejected.</value>
    public IList<string> AllowedOrigins { get; } = [];
}
