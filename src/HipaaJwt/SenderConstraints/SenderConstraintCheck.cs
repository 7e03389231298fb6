using HipaaJwt.Checks;

namespace HipaaJwt.SenderConstraints;

/// <summary>
/// A token that is bound to its sender comes from that sender. What it is bound to and cannot be checked is refused: a bound
/// token is never accepted as a plain bearer token (RFC 9449, section 7.1; RFC 8705, section 3).
/// </summary>
internal sealed class SenderConstraintCheck : IRequestCheck
{
    private readonly Lazy<ProofCheck> _proofs;

    /// <param name="proofs">Made when first needed: it depends on options, whose validation depends on the checks.</param>
    public SenderConstraintCheck(Lazy<ProofCheck> proofs) => _proofs = proofs;

    public bool AppliesTo(ClaimsSet claims, in ClaimCheckContext context) =>
        claims.Registered.Confirmation.Exists || context.Policy.RequireSenderConstraint;

    public ValueTask<JwtError> CheckAsync(in TokenUse use, CancellationToken cancellationToken)
    {
        var error = FindConfirmation(use, out var confirmation);
        if (error.IsNone && confirmation.Certificate is { } certificate)
        {
            error = CertificateCheck.Check(use.Request.ClientCertificate, certificate);
        }

        return error.IsNone && confirmation.Key is { } key
            ? _proofs.Value.CheckAsync(use, key, cancellationToken)
            : new ValueTask<JwtError>(error);
    }

    /// <summary>A proof shows that the client takes the token for bound to its key; if it is not, somebody else's key is meant.</summary>
    private static JwtError FindConfirmation(in TokenUse use, out Confirmation confirmation)
    {
        confirmation = default;
        var error = JwtError.None;
        if (use.Claims.Registered.Confirmation.Exists)
        {
            error = Confirmation.Read(use.Claims, out confirmation);
        }
        else if (use.Context.Policy.RequireSenderConstraint)
        {
            error = new JwtError(JwtErrorCode.SenderConstraintRequired, ClaimNames.Confirmation);
        }

        return error.IsNone && confirmation.Key is null && use.Request.DPoPProof is not null
            ? new JwtError(JwtErrorCode.ProofKeyMismatch, ClaimNames.Confirmation)
            : error;
    }
}
