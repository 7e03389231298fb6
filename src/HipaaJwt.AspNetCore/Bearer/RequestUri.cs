using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>
/// The address of a request as the client sees it, without query. Behind a proxy that is for the forwarded headers middleware to
/// say, which runs before.
/// </summary>
internal static class RequestUri
{
    private static readonly SearchValues<byte> PathCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/"u8);

    /// <summary>
    /// Null where the request names no host that could stand in an address. The host is taken as it was sent: what the framework
    /// makes of it throws where it is no name that could be.
    /// </summary>
    public static Uri? Of(HttpRequest request)
    {
        var address = new StringBuilder(request.Scheme).Append("://").Append(request.Headers.Host.ToString());
        AppendPath(address, request.PathBase.Value + request.Path.Value);
        return Uri.TryCreate(address.ToString(), UriKind.Absolute, out var uri) ? uri : null;
    }

    /// <summary>
    /// The server has decoded all escapes but that of a slash, so what looks like any other was sent as text. The framework's own
    /// encoder would take it for an escape, and the address for that of another resource.
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
