using System.Buffers.Text;

namespace HipaaJwt.SenderConstraints;

/// <summary>
/// Validates proofs without a token. It has a validator of its own, so that keys that nobody has bound a token to do not replace the
/// cached keys of tokens.
/// </summary>
internal sealed class DPoPProofs : IDPoPProofs
{
    private readonly DPoPProofValidator _validator;
    private readonly TimeSpan _clockSkew;
    private readonly TimeProvider _time;

    public DPoPProofs(DPoPProofValidator validator, TimeSpan clockSkew, TimeProvider time)
    {
        _validator = validator;
        _clockSkew = clockSkew;
        _time = time;
    }

    public async ValueTask<DPoPProofResult> ValidateAsync(DPoPProofRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var thumbprint = new byte[Thumbprint.Length];
        var error = await CheckAsync(request, thumbprint, cancellationToken).ConfigureAwait(false);
        return error.IsNone
            ? DPoPProofResult.Valid(Base64Url.EncodeToString(thumbprint))
            : DPoPProofResult.Invalid(error);
    }

    private ValueTask<JwtError> CheckAsync(DPoPProofRequest request, byte[] thumbprint, CancellationToken cancellationToken)
    {
        var use = new JwtValidationRequest
        {
            DPoPProof = request.Proof,
            HttpMethod = request.HttpMethod,
            HttpUri = request.HttpUri,
        };
        return _validator.CheckAsync(new ProofUse(use, request.Sender, _time.GetUtcNow(), _clockSkew), thumbprint, cancellationToken);
    }
}
