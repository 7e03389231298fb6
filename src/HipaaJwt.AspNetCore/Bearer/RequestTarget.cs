namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>Reads the path of a request target exactly as the client encoded it (RFC 9112 section 3.2).</summary>
internal static class RequestTarget
{
    private const string SchemeEnd = "://";

    /// <summary>Gets the path, with its escapes and without dot segments.</summary>
    /// <param name="target">The target as sent. Some servers do not provide it.</param>
    /// <returns>The path, which starts with a slash; null if the target is missing, <c>*</c>, or the authority of CONNECT.</returns>
    public static string? GetPath(string? target)
    {
        var start = FindPath(target);
        if (start < 0)
        {
            return null;
        }

        var end = target!.IndexOf('?', start);
        var path = end < 0 ? target[start..] : target[start..end];

        // A server that accepts a number sign keeps it in the path, but in a URI it would end the path.
        return path.Length == 0 ? "/" : RemoveDotSegments(path.Replace("#", "%23", StringComparison.Ordinal));
    }

    /// <summary>
    /// Finds the path in origin-form and absolute-form. The scheme and the authority of absolute-form are not needed: a proxy may have
    /// changed them, and the server has validated the Host header.
    /// </summary>
    private static int FindPath(string? target)
    {
        if (string.IsNullOrEmpty(target) || target[0] == '/')
        {
            return string.IsNullOrEmpty(target) ? -1 : 0;
        }

        var scheme = target.IndexOf(SchemeEnd, StringComparison.Ordinal);
        if (scheme <= 0)
        {
            return -1;
        }

        var path = target.AsSpan(scheme + SchemeEnd.Length).IndexOfAny('/', '?');
        return path < 0 ? target.Length : scheme + SchemeEnd.Length + path;
    }

    /// <summary>Removes dot segments as the server does for the path that it routes (RFC 3986 section 5.2.4).</summary>
    private static string RemoveDotSegments(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal) && !path.Contains("/%2e", StringComparison.OrdinalIgnoreCase))
        {
            return path;
        }

        List<string> kept = [];
        var isDirectory = false;
        foreach (var segment in path[1..].Split('/'))
        {
            var plain = segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
            isDirectory = plain is "." or "..";
            if (!isDirectory)
            {
                kept.Add(segment);
            }
            else if (plain == ".." && kept.Count > 0)
            {
                kept.RemoveAt(kept.Count - 1);
            }
        }

        return "/" + string.Join('/', isDirectory ? kept.Append(string.Empty) : kept);
    }
}
