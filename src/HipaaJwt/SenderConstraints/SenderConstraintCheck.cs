namespace HipaaJwt.SenderConstraints;

/// <summary>
/// A token that is bound to its sender comes from that sender. A binding that cannot be checked is rejected: a bound token is
/// never accepted as a plain bearer token (RFC 9449, section 7.1; RFC 8705, section 3).
/// </summary>
internal sealed class SenderConstraintCheck
{
    private readonly DPoPProofValidator _proofs;

    public SenderConstraintCheck(DPoPProofValidator proofs) => _proofs = proofs;

    public ValueTask<JwtError> CheckAsync(in TokenUse use, CancellationToken cancellationToken)
    {
        var error = FindConfirmation(use, out var confirmation);
        if (error.IsNone && confirmation.Certificate is { } certificate)
        {
            error = CertificateCheck.Check(use.Request.ClientCertificate, certificate);
        }

        return error.IsNone && confirmation.Key is { } key
            ? _proofs.CheckAsync(use, key, cancellationToken)
            : new ValueTask<JwtError>(error);
    }

    /// <summary>A proof means that the client takes the token for bound to its key. If it is not, another token is meant.</summary>
    private static JwtError FindConfirmation(in TokenUse use, out Confirmation confirmation)
    {
        confirmation = default;
        var error = JwtError.None;
        if (use.Token.Claims.Registered.Confirmation.Exists)
        {
            error = Confirmation.Read(use.Token.Claims, out confirmation);
        }
        else if (use.Token.Policy.RequireSenderConstraint)
        {
            error = new JwtError(JwtErrorCode.SenderConstraintRequired, ClaimNames.Confirmation);
        }

        return error.IsNone && confirmation.Key is null && use.Request.DPoPProof is not null
            ? new JwtError(JwtErrorCode.ProofKeyMismatch, ClaimNames.Confirmation)
            : error;
    }
}
