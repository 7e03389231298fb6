using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>
/// Determines the path of a request as the client sent it. The server's decoded path is ambiguous: it is the same for <c>%2F</c> and
/// <c>%252F</c>, and middleware may rewrite it. So the path comes from the request target. The target lacks only a prefix that a proxy
/// removed and the forwarded headers middleware restored as path base.
/// </summary>
internal static class ClientPath
{
    private static readonly SearchValues<byte> PathCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/"u8);

    public static string Of(HttpRequest request)
    {
        var pathBase = request.PathBase.Value?.TrimEnd('/') ?? string.Empty;
        var path = request.Path.Value ?? string.Empty;
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return RequestTarget.GetPath(target) is { } sent && (target![0] == '/' || IsRouted(pathBase + path, sent))
            ? Encode(FindRemovedPrefix(pathBase, path, Decode(sent))) + sent
            : Encode(pathBase + path);
    }

    /// <summary>
    /// Whether the server routes the path as sent. In absolute-form Kestrel also decodes <c>%2F</c>, so the target would name another
    /// resource than the one that responds. The proof must then name that resource.
    /// </summary>
    private static bool IsRouted(string path, string sent) => path.EndsWith(Decode(sent), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Finds the part of the path base that is not in the target. The path base may also contain a part of the target that
    /// <c>UsePathBase</c> or <c>Map</c> moved there.
    /// </summary>
    private static string FindRemovedPrefix(string pathBase, string path, string sent)
    {
        var length = pathBase.Length + path.Length - sent.Length;
        if (length >= 0 && length <= pathBase.Length && (pathBase + path).EndsWith(sent, StringComparison.OrdinalIgnoreCase))
        {
            return pathBase[..length];
        }

        // Middleware has rewritten the path, so only the path base can be compared.
        for (var start = 0; start >= 0 && start < pathBase.Length; start = pathBase.IndexOf('/', start + 1))
        {
            if (new PathString(sent).StartsWithSegments(pathBase[start..], StringComparison.OrdinalIgnoreCase))
            {
                return pathBase[..start];
            }
        }

        return pathBase;
    }

#pragma warning disable CA2234 // A Uri would change the path: it unescapes slashes and turns backslashes into slashes.
    /// <summary>Decodes a path as the server does. The framework throws for an escaped NUL, which servers reject before.</summary>
    private static string Decode(string path) =>
        path.Contains('%', StringComparison.Ordinal) && !path.Contains("%00", StringComparison.Ordinal)
            ? PathString.FromUriComponent(path).Value!
            : path;
#pragma warning restore CA2234

    /// <summary>
    /// Encodes a decoded path again. The server decodes every escape except <c>%2F</c>, so any other percent sign is plain text and
    /// must be escaped. The framework's encoder would keep it as an escape, which changes the resource that the URI names.
    /// </summary>
    private static string Encode(string path)
    {
        if (path.Length == 0)
        {
            return path;
        }

        var encoded = new StringBuilder();
        var utf8 = Encoding.UTF8.GetBytes(path).AsSpan();
        for (var i = 0; i < utf8.Length; i++)
        {
            if (PathCharacters.Contains(utf8[i]) || IsEscapedSlash(utf8[i..]))
            {
                encoded.Append((char)utf8[i]);
            }
            else
            {
                encoded.Append('%').Append(utf8[i].ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }

    private static bool IsEscapedSlash(ReadOnlySpan<byte> text) => text is [(byte)'%', (byte)'2', (byte)'F' or (byte)'f', ..];
}
