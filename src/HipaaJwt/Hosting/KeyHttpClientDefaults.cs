using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Hosting;

/// <summary>
/// Sets the default handler of the HTTP client that fetches keys. It follows no redirects, keeps no cookies and decompresses nothing.
/// It is set first, so a handler of the application replaces it.
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

        // A request on a pooled connection is sent again if the connection breaks. Each address must receive only one request.
        PooledConnectionLifetime = TimeSpan.Zero,
    };
}
