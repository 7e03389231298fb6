namespace HipaaJwt.SenderConstraints;

/// <summary>
/// Checks that a sender-constrained token comes from the client that it is bound to (RFC 9449 section 7.1; RFC 8705 section 3). It
/// rejects a binding that it cannot check, so a bound token is never accepted as a plain bearer token.
/// </summary>
internal sealed class SenderConstraintCheck
{
    private readonly DPoPProofValidator _proofValidator;

    public SenderConstraintCheck(DPoPProofValidator proofValidator) => _proofValidator = proofValidator;

    public ValueTask<JwtError> CheckAsync(in TokenUse use, CancellationToken cancellationToken)
    {
        var error = ReadConfirmation(use, out var confirmation);
        if (use.Request.IgnoreSenderConstraint)
        {
            return new ValueTask<JwtError>(error);
        }

        if (error.IsNone && confirmation.Certificate is { } certificate)
        {
            error = CertificateCheck.Check(use.Request.ClientCertificate, certificate);
        }

        return error.IsNone && confirmation.Key is { } key
            ? CheckProofAsync(use, key, cancellationToken)
            : new ValueTask<JwtError>(error);
    }

    private ValueTask<JwtError> CheckProofAsync(in TokenUse use, byte[] key, CancellationToken cancellationToken)
    {
        Span<byte> thumbprint = stackalloc byte[Thumbprint.Length];
        return _proofValidator.CheckAsync(new ProofUse(use, key), thumbprint, cancellationToken);
    }

    /// <summary>
    /// Reads the confirmation. A proof with a token that is not bound to a key is an error, because the client expects a bound
    /// token.
    /// </summary>
    private static JwtError ReadConfirmation(in TokenUse use, out Confirmation confirmation)
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
