using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>The DPoP parameters and the nonce that responses contain (RFC 9449 sections 7.1 and 9).</summary>
internal sealed class DPoPResponse
{
    public const string Scheme = "DPoP";

    private const string NonceHeader = "DPoP-Nonce";

    private readonly DPoPNonces _nonces;

    /// <param name="algorithms">The accepted proof algorithms, separated by spaces.</param>
    /// <param name="nonces">Creates nonces.</param>
    public DPoPResponse(string algorithms, DPoPNonces nonces)
    {
        Algorithms = algorithms;
        _nonces = nonces;
    }

    /// <summary>The value of the challenge parameter <c>algs</c>.</summary>
    public string Algorithms { get; }

    /// <summary>
    /// Sends the current nonce with each response to a client that sends proofs, so the client rarely needs a rejection to learn
    /// it. A response with a nonce must not be cached (RFC 9449 section 8.2). An existing Cache-Control header is kept.
    /// </summary>
    public void WriteNonce(HttpResponse response)
    {
        if (_nonces.IsRequired && !response.HasStarted)
        {
            response.Headers[NonceHeader] = _nonces.Current;
            if (response.Headers.CacheControl.Count == 0)
            {
                response.Headers.CacheControl = "no-store";
            }
        }
    }
}
