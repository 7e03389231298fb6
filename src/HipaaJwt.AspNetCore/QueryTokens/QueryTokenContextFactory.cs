using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HipaaJwt.AspNetCore.QueryTokens;

/// <summary>
/// Removes tokens from the addresses of named paths before a request exists. A startup filter would be too late: hosting logs the
/// address before the first middleware runs.
/// </summary>
internal sealed class QueryTokenContextFactory : IHttpContextFactory
{
    private readonly IHttpContextFactory _inner;
    private readonly QueryTokenPaths _paths;

    public QueryTokenContextFactory(IHttpContextFactory inner, QueryTokenPaths paths)
    {
        _inner = inner;
        _paths = paths;
    }

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { QueryString.Length: > 0 } request && _paths.Contains(request.Path))
        {
            TakeToken(featureCollection, request);
        }

        return _inner.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => _inner.Dispose(httpContext);

    private static void TakeToken(IFeatureCollection features, IHttpRequestFeature request)
    {
        var tokens = TokenlessAddress.TakeTokens(request);
        if (tokens.Count > 0)
        {
            var isAccepted = tokens is [{ Length: > 0 }] && BrowserConnection.IsOpenedBy(features, request);
            features.Set(new QueryTokenFeature(request.Path, isAccepted ? tokens[0] : null));
        }
    }
}
