using System.Buffers;

namespace HipaaJwt.Providers;

/// <summary>Builds the addresses of an identity provider. Rejects values that could change the host or the path.</summary>
internal static class ProviderAddress
{
    private const string Https = "https://";

    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    private static readonly SearchValues<char> SegmentCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>Gets the host name in lower case, from a host name or an https address.</summary>
    /// <exception cref="ArgumentException">The value is not a host name with a dot.</exception>
    public static string Host(string value, string parameter, string example)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        var host = value.StartsWith(Https, StringComparison.OrdinalIgnoreCase) ? value[Https.Length..] : value;
        host = (host.EndsWith('/') ? host[..^1] : host).ToLowerInvariant();
        if (host.AsSpan().ContainsAnyExcept(HostCharacters)
            || !host.Contains('.', StringComparison.Ordinal)
            || Uri.CheckHostName(host) != UriHostNameType.Dns)
        {
            throw new ArgumentException(
                $"\"{value}\" is not a domain. Write only the domain, such as \"{example}\", without a path, a port or a placeholder.",
                parameter);
        }

        return host;
    }

    /// <summary>Gets an address without a slash at its end.</summary>
    /// <exception cref="ArgumentException">The value is not an https address, nor an http address of the loopback interface.</exception>
    public static string Base(string value, string parameter, string example)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        if (!Uri.TryCreate(value, UriKind.Absolute, out var address)
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            || address.UserInfo.Length + address.Query.Length + address.Fragment.Length > 0
            || value.AsSpan().IndexOfAny(' ', '?', '#') >= 0)
        {
            throw new ArgumentException(
                $"The address is not allowed. Write an https address, such as \"{example}\", without user, query or fragment. "
                + "Plain http is allowed on loopback addresses only.",
                parameter);
        }

        return value.TrimEnd('/');
    }

    /// <summary>Gets one segment of a path, which needs no escaping.</summary>
    /// <exception cref="ArgumentException">The value contains other characters, or is a relative segment.</exception>
    public static string Segment(string value, string parameter, string example)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        return value.AsSpan().ContainsAnyExcept(SegmentCharacters) || value is "." or ".."
            ? throw new ArgumentException(
                $"\"{value}\" is not a name. Write only the name, such as \"{example}\", with letters, digits, '-', '.', '_' and '~'.",
                parameter)
            : value;
    }
}
