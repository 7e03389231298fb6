using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>
/// Builds the URI of a request as the client sent it, without the query. Behind a proxy, the forwarded headers middleware must
/// run before and restore the client's scheme and host.
/// </summary>
internal static class RequestUri
{
    private static readonly SearchValues<byte> PathCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/"u8);

    /// <summary>
    /// Returns the URI, or null if the Host header cannot be part of a URI. It reads the header itself, because the framework's
    /// <c>HostString</c> throws for some invalid hosts.
    /// </summary>
    public static Uri? Of(HttpRequest request)
    {
        var address = new StringBuilder(request.Scheme).Append("://").Append(request.Headers.Host.ToString());
        AppendPath(address, request.PathBase.Value + request.Path.Value);
        return Uri.TryCreate(address.ToString(), UriKind.Absolute, out var uri) ? uri : null;
    }

    /// <summary>
    /// Encodes the path again. The server decodes every escape except <c>%2F</c>, so any other percent sign is plain text and must
    /// be escaped. The framework's encoder would keep it as an escape, which changes the resource that the URI names.
    /// </summary>
    private static void AppendPath(StringBuilder address, string path)
    {
        var utf8 = Encoding.UTF8.GetBytes(path).AsSpan();
        for (var i = 0; i < utf8.Length; i++)
        {
            if (PathCharacters.Contains(utf8[i]) || IsEscapedSlash(utf8[i..]))
            {
                address.Append((char)utf8[i]);
            }
            else
            {
                address.Append('%').Append(utf8[i].ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }

    private static bool IsEscapedSlash(ReadOnlySpan<byte> text) => text is [(byte)'%', (byte)'2', (byte)'F' or (byte)'f', ..];
}
