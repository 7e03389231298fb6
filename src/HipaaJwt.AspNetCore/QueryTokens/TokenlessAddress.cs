using Microsoft.AspNetCore.Http.Features;

namespace HipaaJwt.AspNetCore.QueryTokens;

/// <summary>Removes the parameter <c>access_token</c> (RFC 6750 section 2.3) from an address.</summary>
internal static class TokenlessAddress
{
    private const string Parameter = "access_token";

    /// <summary>Removes all tokens from the address of a request. Other parameters stay as they were sent.</summary>
    /// <returns>The values of the removed parameters.</returns>
    public static IReadOnlyList<string> TakeTokens(IHttpRequestFeature request)
    {
        List<string> tokens = [];
        List<string> others = [];
        foreach (var parameter in request.QueryString.TrimStart('?').Split('&'))
        {
            var separator = parameter.IndexOf('=', StringComparison.Ordinal);
            var name = separator < 0 ? parameter : parameter[..separator];
            if (string.Equals(Decode(name), Parameter, StringComparison.OrdinalIgnoreCase))
            {
                tokens.Add(separator < 0 ? string.Empty : Decode(parameter[(separator + 1)..]));
            }
            else
            {
                others.Add(parameter);
            }
        }

        if (tokens.Count > 0)
        {
            SetQuery(request, others.Count == 0 ? string.Empty : "?" + string.Join('&', others));
        }

        return tokens;
    }

    /// <summary>Changes the query, and the target as the client sent it.</summary>
    private static void SetQuery(IHttpRequestFeature request, string query)
    {
        request.QueryString = query;
        var start = request.RawTarget?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        if (start >= 0)
        {
            request.RawTarget = request.RawTarget![..start] + query;
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
