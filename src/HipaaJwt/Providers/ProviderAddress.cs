using System.Buffers;

namespace HipaaJwt.Providers;

/// <summary>Makes an identity provider's addresses of what people have at hand, and refuses what could mean another place.</summary>
internal static class ProviderAddress
{
    private const string Https = "https://";

    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    private static readonly SearchValues<char> SegmentCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>The name of a host, from the name alone or from its https address; in small letters, as issuers are written.</summary>
    public static string Host(string value, string parameter, string example)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        var host = value.StartsWith(Https, StringComparison.OrdinalIgnoreCase) ? value[Https.Length..] : value;
        host = (host.EndsWith('/') ? host[..^1] : host).ToLowerInvariant();
        if (host.AsSpan().ContainsAnyExcept(HostCharacters) || !host.Contains('.', StringComparison.Ordinal) || Uri.CheckHostName(host) != UriHostNameType.Dns)
        {
            throw new ArgumentException($"Write the domain alone, such as \"{example}\": no path, no port and no placeholder.", parameter);
        }

        return host;
    }

    /// <summary>An address without a slash at its end. It is https, except on this machine.</summary>
    public static string Base(string value, string parameter, string example)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        if (!Uri.TryCreate(value, UriKind.Absolute, out var address)
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            || address.UserInfo.Length + address.Query.Length + address.Fragment.Length > 0
            || value.AsSpan().IndexOfAny(' ', '?', '#') >= 0)
        {
            throw new ArgumentException($"Write an https address, such as \"{example}\": http is for this machine alone.", parameter);
        }

        return value.TrimEnd('/');
    }

    /// <summary>One step of a path, which needs no escapes.</summary>
    public static string Segment(string value, string parameter, string example)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        return value.AsSpan().ContainsAnyExcept(SegmentCharacters) || value is "." or ".."
            ? throw new ArgumentException($"Write the name alone, such as \"{example}\": letters, digits, '-', '.', '_' and '~'.", parameter)
            : value;
    }
}
