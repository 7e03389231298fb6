using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace HipaaJwt.AspNetCore.QueryTokens;

/// <summary>Recognizes the requests to which a browser cannot add an Authorization header.</summary>
internal static class BrowserConnection
{
    /// <summary>Returns whether the request opens a WebSocket (RFC 6455, RFC 8441) or a stream of server-sent events.</summary>
    public static bool IsOpenedBy(IFeatureCollection features, IHttpRequestFeature request) =>
        IsExtendedConnect(features) || (HttpMethods.IsGet(request.Method) && (IsUpgrade(features, request) || IsEventStream(request)));

    private static bool IsExtendedConnect(IFeatureCollection features) =>
        features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: { } protocol } && IsWebSocket(protocol);

    private static bool IsUpgrade(IFeatureCollection features, IHttpRequestFeature request) =>
        features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true }
        || (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && request.Headers.Upgrade is [{ } upgrade] && IsWebSocket(upgrade));

    private static bool IsWebSocket(string protocol) => string.Equals(protocol.Trim(), "websocket", StringComparison.OrdinalIgnoreCase);

    private static bool IsEventStream(IHttpRequestFeature request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
        && types.Any(type => type.MediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);
}
