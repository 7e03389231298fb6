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
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(2);

    /// <summary>A name may receive another address.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromSeconds(10);

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

        // Metadata and the keys that it names come over one connection, and so do those of all tenants of a provider at the start. Later
        // requests are minutes apart. The platform sends a request again if the peer has closed the connection meanwhile, which a short
        // time makes rare.
        PooledConnectionIdleTimeout = IdleTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
    };
}
