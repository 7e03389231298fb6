namespace HipaaJwt.Fhir.Receiving;

/// <summary>What a receiver said to a resource.</summary>
/// <param name="Kind">Whether it has the resource now.</param>
/// <param name="Reason">A reason without data of the resource, such as <c>HTTP 503</c>; null if it was accepted.</param>
/// <param name="RetryAfter">The delay that the receiver asks for; null for none.</param>
internal readonly record struct Receipt(ReceiptKind Kind, string? Reason = null, TimeSpan? RetryAfter = null);

/// <summary>Whether a receiver has a resource.</summary>
internal enum ReceiptKind
{
    /// <summary>The receiver has the resource.</summary>
    Accepted,

    /// <summary>The receiver may have the resource or not. The same resource must be sent again.</summary>
    Unavailable,

    /// <summary>The receiver will never accept this resource.</summary>
    Rejected,
}
