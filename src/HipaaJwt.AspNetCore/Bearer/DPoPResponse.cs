using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>What answers tell clients about DPoP (RFC 9449, sections 7.1 and 9).</summary>
internal sealed class DPoPResponse
{
    public const string Scheme = "DPoP";

    private const string NonceHeader = "DPoP-Nonce";

    private readonly DPoPNonces _nonces;

    /// <param name="algorithms">The accepted algorithms of proofs, separated by blanks.</param>
    /// <param name="nonces">Creates nonces.</param>
    public DPoPResponse(string algorithms, DPoPNonces nonces)
    {
        Algorithms = algorithms;
        _nonces = nonces;
    }

    /// <summary>The value of the parameter <c>algs</c>.</summary>
    public string Algorithms { get; }

    /// <summary>
    /// Sends the current nonce with each answer to a client that sends proofs, so it need not be rejected to learn it. An answer
    /// with a nonce must not be cached (RFC 9449, section 8.2), unless the application has decided otherwise.
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
