namespace HipaaJwt;

/// <summary>
/// Why a token was refused. The numbers are stable and grouped by stage: 1xx structure, 2xx header, 3xx key,
/// 4xx signature, 5xx claims, 6xx state, 7xx sender constraint, 8xx availability, 9xx access.
/// A code of 500 or above, availability apart, means that the signature was good.
/// </summary>
public enum JwtErrorCode
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>There is no token.</summary>
    TokenMissing = 100,

    /// <summary>The token is longer than <see cref="HipaaJwtOptions.MaxTokenBytes"/>.</summary>
    TokenTooLarge = 101,

    /// <summary>The token is not exactly three non-empty segments (RFC 7515, section 3.1).</summary>
    TokenNotCompact = 102,

    /// <summary>A segment is not canonical, unpadded base64url (RFC 7515, section 2).</summary>
    TokenEncodingInvalid = 103,

    /// <summary>The token came over a connection without TLS from another machine.</summary>
    TransportNotSecure = 110,

    /// <summary>The token came in the query of the address, where logs and histories keep it (RFC 6750, section 2.3).</summary>
    TokenInQuery = 111,

    /// <summary>The Authorization header is not one credential of the form <c>Bearer token</c> (RFC 6750, section 2.1).</summary>
    AuthorizationHeaderInvalid = 112,

    /// <summary>The JOSE Header is not a strict JSON object (RFC 7515, section 4).</summary>
    HeaderMalformed = 200,

    /// <summary>A member of the JOSE Header occurs twice (RFC 7515, section 4).</summary>
    HeaderMemberDuplicate = 201,

    /// <summary>The JOSE Header is nested too deeply or has too many members.</summary>
    HeaderTooComplex = 202,

    /// <summary>The JOSE Header has no usable <c>alg</c>, or one that is not in the table of algorithms.</summary>
    AlgorithmNotSupported = 203,

    /// <summary>No trusted issuer allows the algorithm (RFC 8725, section 3.1).</summary>
    AlgorithmNotAllowed = 204,

    /// <summary>The JOSE Header has no <c>typ</c> and the issuer does not allow that (RFC 8725, section 3.11).</summary>
    TokenTypeMissing = 205,

    /// <summary>The issuer does not allow the <c>typ</c> (RFC 8725, section 3.11).</summary>
    TokenTypeNotAllowed = 206,

    /// <summary>The JOSE Header has <c>crit</c>; no extension is supported (RFC 7515, section 4.1.11).</summary>
    CriticalHeaderNotSupported = 207,

    /// <summary>The JOSE Header carries a key, the address of a key, or a member that changes the meaning of the token.</summary>
    HeaderMemberNotAllowed = 208,

    /// <summary>A member of the JOSE Header has the wrong type or a malformed value.</summary>
    HeaderMemberInvalid = 209,

    /// <summary>No trusted key has the <c>kid</c>.</summary>
    KeyNotFound = 300,

    /// <summary>The token has no <c>kid</c> and not exactly one trusted key could be meant.</summary>
    KeyAmbiguous = 301,

    /// <summary>The key named by <c>kid</c> is not for the algorithm (RFC 8725, section 3.1).</summary>
    AlgorithmNotAllowedForKey = 302,

    /// <summary>The signature does not verify (RFC 7515, section 5.2).</summary>
    SignatureInvalid = 400,

    /// <summary>The encrypted token could not be decrypted, for whatever reason: the reasons are not told apart (RFC 7516, section 11.5).</summary>
    DecryptionFailed = 410,

    /// <summary>The JWT Claims Set is not a strict JSON object (RFC 7519, section 7.2).</summary>
    ClaimsMalformed = 500,

    /// <summary>A claim, or a member inside one, occurs twice (RFC 7519, section 4).</summary>
    ClaimDuplicate = 501,

    /// <summary>The JWT Claims Set is nested too deeply or has too many members.</summary>
    ClaimsTooComplex = 502,

    /// <summary>A required claim is missing.</summary>
    ClaimMissing = 503,

    /// <summary>A claim has the wrong type or a malformed value.</summary>
    ClaimInvalid = 504,

    /// <summary>The issuer is not the one to whom the key belongs (RFC 8725, section 3.8).</summary>
    IssuerNotAllowed = 505,

    /// <summary>The token is for somebody else (RFC 7519, section 4.1.3).</summary>
    AudienceNotAllowed = 506,

    /// <summary>The token has expired (RFC 7519, section 4.1.4).</summary>
    TokenExpired = 507,

    /// <summary>The token is not valid yet (RFC 7519, section 4.1.5).</summary>
    TokenNotYetValid = 508,

    /// <summary>The token was issued in the future (RFC 7519, section 4.1.6).</summary>
    TokenIssuedInFuture = 509,

    /// <summary>The token lives longer than the longest lifetime that is accepted.</summary>
    TokenLifetimeTooLong = 510,

    /// <summary>The token ends before it begins.</summary>
    TokenLifetimeInvalid = 511,

    /// <summary>A check that the application added refused the token.</summary>
    ClaimRefused = 512,

    /// <summary>The issuer's tokens must be encrypted and this one is only signed.</summary>
    EncryptionRequired = 513,

    /// <summary>The token carries a claim that may only travel encrypted.</summary>
    PhiClaimNotAllowed = 514,

    /// <summary>A claim has another value than the one that the issuer's options demand.</summary>
    ClaimValueNotAllowed = 515,

    /// <summary>The token may be used once and has been used before.</summary>
    TokenReplayed = 600,

    /// <summary>The issuer's tokens must be bound to their sender and this one is not.</summary>
    SenderConstraintRequired = 700,

    /// <summary>The token is bound to a key and came without a proof of it, or as a plain bearer token (RFC 9449, section 7.1).</summary>
    ProofMissing = 701,

    /// <summary>The DPoP proof is not valid for this request (RFC 9449, section 4.3).</summary>
    ProofInvalid = 702,

    /// <summary>The DPoP proof is by another key than the one that the token is bound to, or the token is bound to none (RFC 9449, section 7.1).</summary>
    ProofKeyMismatch = 703,

    /// <summary>The DPoP proof has been used before (RFC 9449, section 11.1).</summary>
    ProofReplayed = 704,

    /// <summary>The DPoP proof lacks a nonce of this service, or has one that is too old (RFC 9449, section 9).</summary>
    ProofNonceRequired = 705,

    /// <summary>The token is bound to a certificate and the connection has none (RFC 8705, section 3).</summary>
    CertificateMissing = 710,

    /// <summary>The token is bound to another certificate than that of the connection (RFC 8705, section 3).</summary>
    CertificateMismatch = 711,

    /// <summary>The claim <c>cnf</c> is malformed or binds the token in a way that cannot be checked (RFC 7800, section 3.1).</summary>
    ConfirmationNotSupported = 720,

    /// <summary>An audit sink that must not miss an event could not record it.</summary>
    AuditUnavailable = 800,

    /// <summary>A check failed to come to a verdict.</summary>
    CheckUnavailable = 801,

    /// <summary>The issuer's keys could not be fetched, or are older than is allowed, so nothing is known of the signature.</summary>
    KeysUnavailable = 802,

    /// <summary>The store of what has been used before could not answer.</summary>
    ReplayStoreUnavailable = 803,

    /// <summary>The token is good, but does not grant the permission.</summary>
    PermissionMissing = 900,

    /// <summary>The token is good, but a requirement of the resource other than a permission is not met.</summary>
    RequirementNotMet = 901,

    /// <summary>The token is good, but the user must authenticate anew or by stronger means (RFC 9470).</summary>
    AuthenticationInsufficient = 902,
}
