namespace HipaaJwt.Keys.Remote;

/// <summary>What became of a refresh. The names are tags of metrics and words of the log.</summary>
internal enum JwksFetchOutcome
{
    /// <summary>There has been none.</summary>
    None,

    Fetched,

    /// <summary>There was no answer, or the way to it is not to be trusted: name, connection, certificate.</summary>
    Unreachable,

    TimedOut,

    /// <summary>The answer was neither 200 nor a redirect.</summary>
    StatusNotOk,

    /// <summary>A redirect to another host, another port or plain http, in a circle, or one too many.</summary>
    RedirectRefused,

    TooLarge,

    /// <summary>What came is not strict JSON of the right form.</summary>
    Malformed,

    /// <summary>The metadata are those of another issuer.</summary>
    IssuerMismatch,

    /// <summary>The metadata name no address for keys, or one that is not https.</summary>
    KeyAddressRefused,

    TooManyKeys,

    /// <summary>The set has private parts: whoever published them lets everybody sign.</summary>
    PrivateKeyPublished,

    /// <summary>The set has a symmetric key, which everybody can read and sign with.</summary>
    SymmetricKeyPublished,

    /// <summary>Two different keys go by one name.</summary>
    DuplicateKeyId,

    /// <summary>No key of the set can verify a token of the issuer's algorithms.</summary>
    NoUsableKey,

    /// <summary>Something else went wrong.</summary>
    Failed,
}
