using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace HipaaJwt.AuditLog.Anchoring;

/// <summary>Posts checkpoints to an endpoint, which answers 2xx when it has stored one. It cannot be read.</summary>
internal sealed class HttpAnchor : IAuditLogAnchor, IDisposable
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpClient _client;
    private readonly Uri _address;

    public HttpAnchor(Uri address)
    {
#pragma warning disable CA2000 // The client disposes of its handler.
        // The address of the anchor may change in DNS.
        _client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = ConnectionLifetime, AllowAutoRedirect = false });
#pragma warning restore CA2000
        _address = address;
    }

    public string Name => _address.Host;

    public async ValueTask PublishAsync(AuditLogCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes(checkpoint.Note));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
        using var response = await _client.PostAsync(_address, content, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Conflict)
        {
            throw new AuditLogDamagedException($"The anchor {Name} has another checkpoint of {checkpoint.Origin}.");
        }

        response.EnsureSuccessStatusCode();
    }

    public ValueTask<AuditLogCheckpoint?> ReadAsync(string origin, CancellationToken cancellationToken) => new((AuditLogCheckpoint?)null);

    public void Dispose() => _client.Dispose();
}
