namespace HipaaJwt.AspNetCore.Forwarding;

/// <summary>Where an HTTP client may send the tokens of callers.</summary>
internal sealed class TokenForwardingRule
{
    private readonly HashSet<string> _origins;

    /// <param name="client">The name of the HTTP client.</param>
    /// <param name="audience">The audience that tokens must have.</param>
    /// <param name="addresses">The addresses, each of the form <c>https://host:port</c>.</param>
    /// <exception cref="ArgumentException">There are no addresses, or one has another form.</exception>
    public TokenForwardingRule(string client, string audience, string[] addresses)
    {
        Client = client;
        Audience = audience;
        _origins = addresses.Select(OriginOf).ToHashSet(StringComparer.Ordinal);
        if (_origins.Count == 0)
        {
            throw new ArgumentException(
                "There is no address to which the client may forward tokens. Write one, such as \"https://labs.hospital.example\".",
                nameof(addresses));
        }
    }

    public string Client { get; }

    public string Audience { get; }

    public string Addresses => string.Join(", ", _origins);

    public bool Allows(Uri? address) => address is { IsAbsoluteUri: true } && _origins.Contains(address.GetLeftPart(UriPartial.Authority));

    private static string OriginOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri is { PathAndQuery: "/", UserInfo: "", Fragment: "" }
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw new ArgumentException(
                $"\"{address}\" is not an address to which a token may be forwarded. Write https, the host and the port if it is not 443, "
                + "without a path, such as \"https://labs.hospital.example\". On this machine, http is possible too.",
                nameof(address));
}
