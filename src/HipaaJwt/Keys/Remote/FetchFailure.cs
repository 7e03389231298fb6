namespace HipaaJwt.Keys.Remote;

/// <summary>Describes why an address brought no keys: the document, its address, the HTTP status, and what is probably wrong.</summary>
internal static class FetchFailure
{
    private const string NoWellKnown =
        "; this address does not contain /.well-known/. If it is the address of the issuer, write it as Authority instead of "
        + "MetadataAddress";

    /// <summary>The detail of a JWK Set that is metadata.</summary>
    public const string MetadataAsKeys = "metadata instead of a JWK Set at";

    private const string MetadataHint = "; write this address as MetadataAddress instead of JwksUri";

    private const string AllTenants = "{tenantid}";

    /// <summary>Describes a response that is no document.</summary>
    public static JwksFetchResult Of(JwksHttpResponse response, Uri address, bool isMetadata) => new(response.Outcome)
    {
        CanRetrySoon = response.CanRetrySoon,
        Detail = $"{(isMetadata ? "metadata" : "JWK Set")} {Show(address)}"
            + (response.Status is { } status ? $", HTTP {status}" : string.Empty)
            + CauseOf(response.ConnectionError)
            + (isMetadata && response.Status is not null ? HintFor(address) : string.Empty),
    };

    /// <summary>Describes metadata that are no JSON object.</summary>
    public static JwksFetchResult OfMalformedMetadata(Uri address) => new(JwksFetchOutcome.Malformed)
    {
        Detail = $"metadata {Show(address)} is not a JSON object{HintFor(address)}",
    };

    /// <summary>Describes metadata of another issuer. Their issuer is published, so both values are shown.</summary>
    public static JwksFetchResult OfOtherIssuer(string expected, string? found, bool isKeySet) => new(JwksFetchOutcome.IssuerMismatch)
    {
        Detail = $"expected \"{expected}\", found {PublishedText.Quote(found)}{HintFor(expected, found, isKeySet)}",
    };

    /// <summary>Adds the address of a JWK Set that cannot be read.</summary>
    public static JwksFetchResult Explain(JwksFetchResult result, Uri address) => result.Outcome == JwksFetchOutcome.Malformed
        ? result with { Detail = $"{result.Detail} {Show(address)}{(result.Detail == MetadataAsKeys ? MetadataHint : string.Empty)}" }
        : result;

    private static string CauseOf(HttpRequestError? error) => error switch
    {
        HttpRequestError.NameResolutionError => ", the name of the host was not found",
        HttpRequestError.ConnectionError => ", the host did not accept the connection",
        HttpRequestError.SecureConnectionError => ", TLS failed; the certificate of the host may be untrusted",
        HttpRequestError.ProxyTunnelError => ", the proxy did not connect to the host",
        _ => string.Empty,
    };

    private static string HintFor(string expected, string? found, bool isKeySet)
    {
        if (found is null)
        {
            return isKeySet ? "; the document is a JWK Set. Write its address as JwksUri instead of MetadataAddress" : string.Empty;
        }

        if (found.Contains(AllTenants, StringComparison.Ordinal))
        {
            return "; these are the metadata of all tenants. Trust each tenant with EntraId or EntraIdTenants";
        }

        return found.TrimEnd('/') == expected.TrimEnd('/')
            ? "; they differ by the trailing slash only. Write Issuer exactly as found"
            : string.Empty;
    }

    private static string HintFor(Uri address) =>
        address.AbsolutePath.Contains(KeyAddress.WellKnown, StringComparison.Ordinal) ? string.Empty : NoWellKnown;

    /// <summary>Shows an address without user, password and query, which may be secret.</summary>
    private static string Show(Uri address) =>
        PublishedText.Clean(address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));
}
