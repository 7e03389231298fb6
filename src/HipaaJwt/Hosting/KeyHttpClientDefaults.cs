using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Hosting;

/// <summary>
/// Gives the client that fetches keys a handler which follows no redirects, keeps no cookies and unpacks nothing. It comes
/// first, so a handler that the application chose, for a proxy or a certificate of its own, takes its place.
/// </summary>
internal sealed class KeyHttpClientDefaults : IPostConfigureOptions<HttpClientFactoryOptions>
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    public void PostConfigure(string? name, HttpClientFactoryOptions options)
    {
        if (name == JwksHttpClient.ClientName)
        {
            options.HttpMessageHandlerBuilderActions.Insert(0, builder => builder.PrimaryHandler = CreateHandler());
        }
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,

        // A request on a connection that was kept is sent again if the connection breaks; an address is asked once.
        PooledConnectionLifetime = TimeSpan.Zero,
    };
}
