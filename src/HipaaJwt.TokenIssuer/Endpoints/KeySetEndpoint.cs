using Microsoft.AspNetCore.Http;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>Publishes the public keys of the issuer (RFC 7517, section 5).</summary>
internal sealed class KeySetEndpoint
{
    private readonly ISigner _signer;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    public KeySetEndpoint(ISigner signer, TimeSpan timeout, TimeProvider time)
    {
        _signer = signer;
        _timeout = timeout;
        _time = time;
    }

    public async Task HandleAsync(HttpContext http)
    {
        if (await TryReadAsync(http.RequestAborted).ConfigureAwait(false) is not { } keys)
        {
            EndpointResponse.ForbidCaching(http.Response);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            EndpointResponse.WriteRetryAfter(http.Response);
            return;
        }

        http.Response.Headers.CacheControl = EndpointResponse.CachedFor5Minutes;
        http.Response.ContentType = "application/jwk-set+json";
        http.Response.ContentLength = keys.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(keys, http.RequestAborted).ConfigureAwait(false);
        }
    }

#pragma warning disable CA1031 // A signer of the application may throw any exception. Each one means that the keys are unknown.
    private async ValueTask<ReadOnlyMemory<byte>?> TryReadAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await _signer.ReadKeySetAsync(either.Token).AsTask().WaitAsync(_timeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
#pragma warning restore CA1031
}
