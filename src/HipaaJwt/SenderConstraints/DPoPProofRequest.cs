namespace HipaaJwt;

/// <summary>A DPoP proof to validate, and the request that it came with.</summary>
public sealed record DPoPProofRequest
{
    /// <summary>The value of the header <c>DPoP</c>.</summary>
    public required string Proof { get; init; }

    /// <summary>The method of the request, such as <c>POST</c>.</summary>
    public required string HttpMethod { get; init; }

    /// <summary>The absolute URI of the request as the client sees it. Query and fragment are ignored.</summary>
    /// <value><see langword="null"/> if the request has no valid one: every proof is then rejected.</value>
    public required Uri? HttpUri { get; init; }

    /// <summary>
    /// What identifies the sender, such as its <c>client_id</c>. The replay store keeps at most
    /// <see cref="ReplayOptions.MaxPerSender"/> proofs of one sender.
    /// </summary>
    public required string Sender { get; init; }

    /// <summary>Returns the name of the type only, never the proof.</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(DPoPProofRequest);
}
