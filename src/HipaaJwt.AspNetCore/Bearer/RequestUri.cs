using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>
/// Builds the URI of a request as the client sent it, without the query. Behind a proxy, the forwarded headers middleware must
/// run before and restore the client's scheme, host and path prefix.
/// </summary>
internal static class RequestUri
{
    /// <summary>The characters that end the authority of a URI. Some servers accept them in the Host header.</summary>
    private static readonly SearchValues<char> NotInHost = SearchValues.Create("/\\?#@");

    /// <summary>
    /// Returns the URI, or null if the Host header cannot be part of a URI. It reads the header itself, because the framework's
    /// <c>HostString</c> throws for some invalid hosts.
    /// </summary>
    public static Uri? Of(HttpRequest request)
    {
        var host = request.Headers.Host.ToString();
        var address = string.Concat(request.Scheme, "://", host, ClientPath.Of(request));
        return !host.AsSpan().ContainsAny(NotInHost) && Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : null;
    }
}
