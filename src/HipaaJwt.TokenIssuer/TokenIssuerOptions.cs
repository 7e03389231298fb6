namespace HipaaJwt;

/// <summary>The issuer, its lifetimes and its clients. Invalid options stop the host at start.</summary>
public sealed class TokenIssuerOptions
{
    /// <summary>The issuer, <c>iss</c>: an https address without query and fragment (RFC 8414, section 2).</summary>
    /// <value>Empty by default; required.</value>
    public string Issuer { get; set; } = string.Empty;

    /// <summary>The audiences of access tokens, <c>aud</c>: the names of the services that accept them.</summary>
    /// <value>Empty by default; at least one is required.</value>
    public IList<string> Audiences { get; } = [];

    /// <summary>The algorithm of access tokens: ES256, RS256 or PS256.</summary>
    /// <value><see cref="JwsAlgorithm.ES256"/> by default.</value>
    public JwsAlgorithm SigningAlgorithm { get; set; } = JwsAlgorithm.ES256;

    /// <summary>The lifetime of access tokens, at most 1 hour. A token never outlives its session.</summary>
    /// <value>5 minutes by default.</value>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The time without activity of the user after which a session ends (45 CFR 164.312(a)(2)(iii)). Protected requests are activity;
    /// refreshes are not. Activity is recorded at intervals of a tenth of this time, which is added to it.
    /// </summary>
    /// <value>15 minutes by default.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The greatest lifetime of a session from its start. Refreshing does not extend it.</summary>
    /// <value>12 hours by default.</value>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>
    /// The time after a refresh within which the replaced refresh token may be sent again, because the response was lost or two tabs
    /// refreshed at once. It gets the same successor. Somebody who has stolen the token can use it in this time too.
    /// </summary>
    /// <value>10 seconds by default; 0 turns it off; at most 1 minute.</value>
    public TimeSpan RetryWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The timeout of each call to the stores of sessions and signing keys.</summary>
    /// <value>200 milliseconds by default.</value>
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The timeout of the application's refresh policy and of its signer.</summary>
    /// <value>1 second by default.</value>
    public TimeSpan PolicyTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The time for which a signing key signs before the next one replaces it.</summary>
    /// <value>30 days by default.</value>
    public TimeSpan KeyRotationInterval { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The time for which a new signing key is published before it signs, so that all services know it.</summary>
    /// <value>24 hours by default.</value>
    public TimeSpan KeyAnnouncement { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The time between two reads of the store of signing keys.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan KeyRefreshInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The clients that may use the endpoints.</summary>
    /// <value>Empty by default.</value>
    public IList<TokenClient> Clients { get; } = [];
}
