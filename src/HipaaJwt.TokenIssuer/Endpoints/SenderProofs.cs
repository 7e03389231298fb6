using HipaaJwt.TokenIssuer.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>
/// Reads which keys the sender of a request has proved to have: the key of a DPoP proof (RFC 9449, section 5), and the client certificate
/// of the connection (RFC 8705, section 3).
/// </summary>
internal sealed class SenderProofs
{
    private const string ProofHeader = "DPoP";
    private const string NonceHeader = "DPoP-Nonce";

    private readonly IDPoPProofs _proofs;
    private readonly DPoPNonces _nonces;
    private readonly Uri _address;

    /// <param name="proofs">Validates proofs.</param>
    /// <param name="nonces">Creates nonces.</param>
    /// <param name="address">The address of the endpoint as clients see it.</param>
    public SenderProofs(IDPoPProofs proofs, DPoPNonces nonces, Uri address)
    {
        _proofs = proofs;
        _nonces = nonces;
        _address = address;
    }

    /// <summary>Reads and consumes the proof of a request.</summary>
    /// <param name="call">The request.</param>
    /// <param name="bindings">Receives what the sender has proved.</param>
    /// <returns>The error; null if there is none.</returns>
    public async ValueTask<EndpointFailure?> ReadAsync(EndpointCall call, ICollection<TokenBinding> bindings)
    {
        if (call.Http.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is { } certificate)
        {
            bindings.Add(TokenBinding.ToCertificate(certificate));
        }

        var headers = call.Http.Request.Headers[ProofHeader];
        if (headers.Count == 0)
        {
            return null;
        }

        if (_nonces.IsRequired)
        {
            call.Http.Response.Headers[NonceHeader] = _nonces.Current;
        }

        var result = headers.Count == 1 && headers[0] is { Length: > 0 } proof
            ? await ValidateAsync(call, proof).ConfigureAwait(false)
            : DPoPProofResult.Invalid(new JwtError(JwtErrorCode.ProofInvalid));
        if (!result.IsValid)
        {
            return Failed(result.Error);
        }

        bindings.Add(TokenBinding.ToKey(result.KeyThumbprint));
        return null;
    }

    private static EndpointFailure Failed(JwtError error) => error switch
    {
        { IsUnavailable: true } => EndpointFailure.Unrecorded(error),
        { Code: JwtErrorCode.ProofNonceRequired } => new EndpointFailure("use_dpop_nonce", "The DPoP proof needs a nonce.", error),
        _ => new EndpointFailure("invalid_dpop_proof", "The DPoP proof is not valid for this request.", error),
    };

    /// <summary>The address is part of the sender, so that nobody else can exhaust the limit of a public client.</summary>
    private ValueTask<DPoPProofResult> ValidateAsync(EndpointCall call, string proof) => _proofs.ValidateAsync(
        new DPoPProofRequest
        {
            Proof = proof,
            HttpMethod = HttpMethods.Post,
            HttpUri = _address,
            Sender = $"{call.Client.Id} {call.Http.Connection.RemoteIpAddress}",
        },
        CancellationToken.None);
}
