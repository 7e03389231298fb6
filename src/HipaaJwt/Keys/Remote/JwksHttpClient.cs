using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Sends one request to an address. Follows redirects only within the same origin, and never reads a response beyond its limit,
/// whatever its <c>Content-Length</c> is.
/// </summary>
internal sealed class JwksHttpClient
{
    public const string ClientName = "HipaaJwt.Keys";
    public const int MaxBytes = 1024 * 1024;

    private const int MaxRedirects = 3;

    /// <summary>Firewalls of providers reject requests without it.</summary>
    private static readonly ProductInfoHeaderValue UserAgent =
        new("HipaaJwt", typeof(JwksHttpClient).Assembly.GetName().Version?.ToString(3));

    private readonly IHttpClientFactory _clients;

    public JwksHttpClient(IHttpClientFactory clients) => _clients = clients;

    public async Task<JwksHttpResponse> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = _clients.CreateClient(ClientName);
        List<Uri> visited = [];
        while (true)
        {
            visited.Add(address);
            using var request = RequestTo(address, client);
            using var response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            if (!IsRedirect(response.StatusCode))
            {
                return await ReadAsync(response, address, cancellationToken).ConfigureAwait(false);
            }

            var target = response.Headers.Location is { } location ? new Uri(address, location) : null;
            if (target is null || !CanFollow(visited, target))
            {
                return new JwksHttpResponse(JwksFetchOutcome.RedirectRefused) { Status = (int)response.StatusCode };
            }

            address = target;
        }
    }

    private static HttpRequestMessage RequestTo(Uri address, HttpClient client)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/jwk-set+json"));
        if (client.DefaultRequestHeaders.UserAgent.Count == 0)
        {
            request.Headers.UserAgent.Add(UserAgent);
        }

        return request;
    }

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static bool CanFollow(List<Uri> visited, Uri target) =>
        visited.Count <= MaxRedirects && IsSameOrigin(visited[0], target) && !visited.Contains(target);

    private static bool IsSameOrigin(Uri left, Uri right) =>
        Uri.Compare(left, right, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static async Task<JwksHttpResponse> ReadAsync(HttpResponseMessage response, Uri address, CancellationToken cancellationToken)
    {
        if (response.RequestMessage?.RequestUri is { } requested && requested != address)
        {
            // The application's own handler followed a redirect.
            return new JwksHttpResponse(JwksFetchOutcome.RedirectRefused);
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new JwksHttpResponse(JwksFetchOutcome.StatusNotOk) { Status = (int)response.StatusCode };
        }

        var content = await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
        return content is null
            ? new JwksHttpResponse(JwksFetchOutcome.TooLarge)
            : new JwksHttpResponse(JwksFetchOutcome.Fetched) { Content = content, MaxAge = MaxAgeOf(response.Headers) };
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > MaxBytes)
        {
            return null;
        }

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var bytes = new ArrayBufferWriter<byte>();
            while (true)
            {
                var read = await stream.ReadAsync(bytes.GetMemory(), cancellationToken).ConfigureAwait(false);
                bytes.Advance(read);
                if (read == 0 || bytes.WrittenCount > MaxBytes)
                {
                    return read == 0 ? bytes.WrittenSpan.ToArray() : null;
                }
            }
        }
    }

    /// <summary>
    /// The remaining <c>max-age</c> (RFC 9111, section 4.2). <c>no-store</c> and <c>no-cache</c> are ignored: many providers send
    /// them with every response, and a refresh without pause would not make keys safer.
    /// </summary>
    private static TimeSpan? MaxAgeOf(HttpResponseHeaders headers) => headers.CacheControl switch
    {
        { NoStore: true } or { NoCache: true } => null,
        { MaxAge: { } maxAge } when maxAge > TimeSpan.Zero => maxAge - (headers.Age ?? TimeSpan.Zero),
        _ => null,
    };
}
