namespace HipaaJwt;

/// <summary>
/// Validates DPoP proofs that come without an access token, such as those of requests for tokens (RFC 9449, section 5). The rules are
/// those of <see cref="HipaaJwtOptions.DPoP"/>. The service is a singleton for each trust and thread-safe.
/// </summary>
/// <example>
/// <code>
/// var result = await proofs.ValidateAsync(new DPoPProofRequest
/// {
///     Proof = request.Headers["DPoP"].ToString(),
///     HttpMethod = "POST",
///     HttpUri = new Uri("https://id.hospital.example/token"),
///     Sender = clientId,
/// });
/// </code>
/// </example>
public interface IDPoPProofs
{
    /// <summary>
    /// Validates a proof, whichever key signed it, and consumes it. The claim <c>ath</c> is not required and is ignored.
    /// </summary>
    /// <param name="request">The proof and its request.</param>
    /// <param name="cancellationToken">Cancels the wait for the replay store. The proof may then be used or not.</param>
    /// <returns>
    /// The thumbprint of the key, or an error: <see cref="JwtErrorCode.ProofMissing"/>, <see cref="JwtErrorCode.ProofInvalid"/>,
    /// <see cref="JwtErrorCode.ProofReplayed"/>, <see cref="JwtErrorCode.ProofNonceRequired"/> or
    /// <see cref="JwtErrorCode.ReplayStoreUnavailable"/>.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    ValueTask<DPoPProofResult> ValidateAsync(DPoPProofRequest request, CancellationToken cancellationToken = default);
}
