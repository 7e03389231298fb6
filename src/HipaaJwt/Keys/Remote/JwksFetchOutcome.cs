namespace HipaaJwt.Keys.Remote;

/// <summary>The outcome of a refresh. Logs and metrics contain the names.</summary>
internal enum JwksFetchOutcome
{
    /// <summary>There has been no refresh.</summary>
    None,

    Fetched,

    /// <summary>There was no response: DNS, the connection or the server certificate failed.</summary>
    Unreachable,

    TimedOut,

    /// <summary>The status of the response was neither 200 nor a redirect.</summary>
    StatusNotOk,

    /// <summary>The redirect has no target, leads to another origin or in a circle, or exceeds the limit.</summary>
    RedirectRefused,

    TooLarge,

    /// <summary>The response is not strict JSON of the required form.</summary>
    Malformed,

    /// <summary>The metadata belongs to another issuer.</summary>
    IssuerMismatch,

    /// <summary>The metadata contains no allowed address of keys.</summary>
    KeyAddressRefused,

    /// <summary>The set has more keys than are read.</summary>
    TooManyKeys,

    /// <summary>The set contains private parts of a key, so anybody who reads it can sign tokens.</summary>
    PrivateKeyPublished,

    /// <summary>The set contains a symmetric key, so anybody who reads it can sign tokens.</summary>
    SymmetricKeyPublished,

    /// <summary>Two different keys have the same key ID and could serve the same algorithm.</summary>
    DuplicateKeyId,

    /// <summary>No key of the set can verify a token of the issuer's algorithms.</summary>
    NoUsableKey,

    /// <summary>The refresh failed for another reason.</summary>
    Failed,
}
