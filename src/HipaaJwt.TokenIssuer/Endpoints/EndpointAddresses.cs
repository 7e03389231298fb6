namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>
/// The routes of the endpoints, and their addresses as clients see them. Addresses derive from the issuer and never from the Host header,
/// which a client can forge.
/// </summary>
internal sealed class EndpointAddresses
{
    private const string WellKnown = "/.well-known/oauth-authorization-server";

    private readonly string _prefix;
    private readonly string _base;

    /// <param name="issuer">The issuer, a valid https address.</param>
    /// <param name="pattern">The route prefix; null for the path of the issuer.</param>
    public EndpointAddresses(string issuer, string? pattern)
    {
        var uri = new Uri(issuer);
        var path = uri.AbsolutePath.TrimEnd('/');
        Issuer = issuer;
        MetadataRoute = WellKnown + path;
        _prefix = pattern is null ? path : Normalized(pattern);
        var isBelow = _prefix == path || _prefix.StartsWith(path + "/", StringComparison.Ordinal);
        _base = uri.GetLeftPart(UriPartial.Authority) + (isBelow ? string.Empty : path) + _prefix;
    }

    /// <summary>The routes for a document that is generated during a build, on a machine without configuration.</summary>
    /// <param name="issuer">The issuer; null or not an address if it is not configured.</param>
    /// <param name="pattern">The route prefix; null for the path of the issuer.</param>
    public static EndpointAddresses OfDocument(string? issuer, string? pattern) =>
        new(Uri.TryCreate(issuer, UriKind.Absolute, out _) ? issuer : "https://localhost", pattern);

    public string Issuer { get; }

    /// <summary>The route of the metadata: the well-known path comes before the path of the issuer (RFC 8414, section 3.1).</summary>
    public string MetadataRoute { get; }

    public string RouteOf(string name) => $"{_prefix}/{name}";

    public string AddressOf(string name) => $"{_base}/{name}";

    private static string Normalized(string pattern)
    {
        var trimmed = pattern.Trim('/');
        return trimmed.Length == 0 ? string.Empty : "/" + trimmed;
    }
}
