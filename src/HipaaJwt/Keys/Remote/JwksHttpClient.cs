using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Asks an address once. Redirects are followed by hand and on one host alone, and no answer is read beyond its limit,
/// whatever length it claims to have.
/// </summary>
internal sealed class JwksHttpClient
{
    public const string ClientName = "HipaaJwt.Keys";
    public const int MaxBytes = 1024 * 1024;

    private const int MaxRedirects = 3;

    private readonly IHttpClientFactory _clients;

    public JwksHttpClient(IHttpClientFactory clients) => _clients = clients;

    public async Task<JwksHttpResponse> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = _clients.CreateClient(ClientName);
        List<Uri> asked = [];
        while (true)
        {
            asked.Add(address);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/jwk-set+json"));
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!IsRedirect(response.StatusCode))
            {
                return await ReadAsync(response, address, cancellationToken).ConfigureAwait(false);
            }

            var target = response.Headers.Location is { } location ? new Uri(address, location) : null;
            if (target is null || !MayFollow(asked, target))
            {
                return new JwksHttpResponse(JwksFetchOutcome.RedirectRefused);
            }

            address = target;
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static bool MayFollow(List<Uri> asked, Uri target) =>
        asked.Count <= MaxRedirects && IsSameOrigin(asked[0], target) && !asked.Contains(target);

    private static bool IsSameOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static async Task<JwksHttpResponse> ReadAsync(HttpResponseMessage response, Uri address, CancellationToken cancellationToken)
    {
        if (response.RequestMessage?.RequestUri is { } answered && answered != address)
        {
            // The application's own handler followed a redirect by itself.
            return new JwksHttpResponse(JwksFetchOutcome.RedirectRefused);
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new JwksHttpResponse(JwksFetchOutcome.StatusNotOk);
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
    /// What is left of <c>max-age</c> (RFC 9111, section 4.2). An answer that is not to be kept at all says nothing of how
    /// long keys are good: providers send this with every page, and asking without pause would help nobody.
    /// </summary>
    private static TimeSpan? MaxAgeOf(HttpResponseHeaders headers) => headers.CacheControl switch
    {
        { NoStore: true } or { NoCache: true } => null,
        { MaxAge: { } maxAge } when maxAge > TimeSpan.Zero => maxAge - (headers.Age ?? TimeSpan.Zero),
        _ => null,
    };
}
