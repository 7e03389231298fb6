using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>What answers tell clients about DPoP (RFC 9449, sections 7.1 and 9).</summary>
internal sealed class DPoPChallenge
{
    public const string Scheme = "DPoP";

    private const string NonceHeader = "DPoP-Nonce";

    private readonly DPoPNonces _nonces;

    public DPoPChallenge(IOptions<HipaaJwtOptions> options, DPoPNonces nonces)
    {
        _nonces = nonces;
        Algorithms = string.Join(' ', options.Value.DPoP.Algorithms.Distinct());
    }

    /// <summary>The value of the parameter <c>algs</c>.</summary>
    public string Algorithms { get; }

    /// <summary>
    /// Tells a client that sends proofs the nonce of the moment, with each answer, so that it need not be refused to learn it. An
    /// answer with a nonce is not to be kept (RFC 9449, section 8.2), unless the application has said otherwise.
    /// </summary>
    public void WriteNonce(HttpResponse response)
    {
        if (_nonces.AreRequired && !response.HasStarted)
        {
            response.Headers[NonceHeader] = _nonces.Current;
            if (response.Headers.CacheControl.Count == 0)
            {
                response.Headers.CacheControl = "no-store";
            }
        }
    }
}
