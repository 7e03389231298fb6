using System.Net.Http.Headers;
using System.Text;

namespace HipaaJwt.AuditLog.Anchoring;

/// <summary>Posts checkpoints to an endpoint, which answers 2xx when it has stored one. It cannot be read.</summary>
internal sealed class HttpAnchor : IAuditLogAnchor
{
    private readonly Func<HttpClient> _client;
    private readonly Uri _address;

    /// <param name="client">Creates clients. Proxies and credentials are the application's.</param>
    /// <param name="address">The endpoint.</param>
    public HttpAnchor(Func<HttpClient> client, Uri address)
    {
        _client = client;
        _address = address;
    }

    public string Name => _address.Host;

    public async ValueTask PublishAsync(AuditLogCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        using var client = _client();
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes(checkpoint.Note));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
        using var response = await client.PostAsync(_address, content, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    public ValueTask<AuditLogCheckpoint?> ReadAsync(string origin, CancellationToken cancellationToken) => new((AuditLogCheckpoint?)null);
}
