using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>Names the requested resource by method and route pattern, which contain no text of the client.</summary>
internal static class RequestResource
{
    public static string Of(HttpContext context)
    {
        var method = MethodOf(context.Request.Method);
        if (context.FindEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } pattern })
        {
            return method + " (no route)";
        }

        return pattern.StartsWith('/') ? method + " " + pattern : method + " /" + pattern;
    }

    /// <summary>An unregistered method is text of the client, so it is not recorded.</summary>
    private static string MethodOf(string method) => method switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" or "TRACE" or "CONNECT" => method,
        _ => "(other)",
    };
}
