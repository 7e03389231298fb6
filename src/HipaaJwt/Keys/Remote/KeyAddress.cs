namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Decides which addresses keys may be fetched from: https, or http on a loopback address. Other plain http addresses need the option
/// <see cref="TrustedIssuer.AllowKeysOverPlainHttp"/>.
/// </summary>
internal static class KeyAddress
{
    /// <summary>What the path of metadata contains (RFC 8615).</summary>
    public const string WellKnown = "/.well-known/";

    /// <summary>The end of the address of metadata (OpenID Connect Discovery 1.0, section 4).</summary>
    public const string OpenIdConfiguration = WellKnown + "openid-configuration";

    public static bool IsAllowed(Uri address, bool allowPlainHttp) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (allowPlainHttp || address.IsLoopback));

    /// <summary>
    /// Whether a document may name the address. Only a document from a loopback address may name plain http. Otherwise a remote
    /// document could choose a local port that this service sends requests to.
    /// </summary>
    public static bool IsAllowedTarget(Uri document, Uri target, bool allowPlainHttp) =>
        target.Scheme == Uri.UriSchemeHttps || ((allowPlainHttp || document.IsLoopback) && IsAllowed(target, allowPlainHttp));
}
