namespace HipaaJwt;

/// <summary>
/// The reason for a rejected token or a denied access. The numbers are stable and grouped by stage: 1xx structure and transport,
/// 2xx header, 3xx key, 4xx signature, 5xx claims, 6xx state, 7xx sender constraint, 8xx availability, 9xx access.
/// The codes 500 to 799 mean that the signature is valid. The codes 900 to 999 mean that the token is valid.
/// </summary>
public enum JwtErrorCode
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The request has no token.</summary>
    TokenMissing = 100,

    /// <summary>The token is longer than <see cref="HipaaJwtOptions.MaxTokenBytes"/>.</summary>
    TokenTooLarge = 101,

    /// <summary>The token does not have exactly three non-empty segments (RFC 7515, section 3.1).</summary>
    TokenNotCompact = 102,

    /// <summary>A segment is not canonical, unpadded base64url (RFC 7515, section 2).</summary>
    TokenEncodingInvalid = 103,

    /// <summary>The token was sent from another machine over a connection without TLS.</summary>
    TransportNotSecure = 110,

    /// <summary>The token was sent in the query string, which logs and browser histories store (RFC 6750, section 2.3).</summary>
    TokenInQuery = 111,

    /// <summary>The Authorization header is not exactly one credential of the form <c>Bearer token</c> (RFC 6750, section 2.1).</summary>
    AuthorizationHeaderInvalid = 112,

    /// <summary>A request to an endpoint of the token issuer is malformed (RFC 6749, section 5.2, <c>invalid_request</c>).</summary>
    RequestMalformed = 113,

    /// <summary>
    /// The client did not authenticate at an endpoint of the token issuer, or may not use it (RFC 6749, section 5.2,
    /// <c>invalid_client</c> and <c>unauthorized_client</c>).
    /// </summary>
    ClientNotAuthenticated = 114,

    /// <summary>The JOSE header is not a well-formed JSON object in UTF-8 (RFC 7515, section 4).</summary>
    HeaderMalformed = 200,

    /// <summary>A parameter of the JOSE header occurs twice (RFC 7515, section 4).</summary>
    HeaderMemberDuplicate = 201,

    /// <summary>The JOSE header is nested too deeply or has too many members.</summary>
    HeaderTooComplex = 202,

    /// <summary>The JOSE header has no <c>alg</c>, or one that is not supported.</summary>
    AlgorithmNotSupported = 203,

    /// <summary>No trusted issuer allows the algorithm (RFC 8725, section 3.1).</summary>
    AlgorithmNotAllowed = 204,

    /// <summary>The JOSE header has no <c>typ</c>, and the issuer's options require one (RFC 8725, section 3.11).</summary>
    TokenTypeMissing = 205,

    /// <summary>The issuer's options do not allow the <c>typ</c> (RFC 8725, section 3.11).</summary>
    TokenTypeNotAllowed = 206,

    /// <summary>The JOSE header has <c>crit</c>. No extension is supported (RFC 7515, section 4.1.11).</summary>
    CriticalHeaderNotSupported = 207,

    /// <summary>The JOSE header contains a key, the address of a key, or a parameter that changes the meaning of the token.</summary>
    HeaderMemberNotAllowed = 208,

    /// <summary>A parameter of the JOSE header has the wrong type or a malformed value.</summary>
    HeaderMemberInvalid = 209,

    /// <summary>No trusted key has the <c>kid</c>.</summary>
    KeyNotFound = 300,

    /// <summary>The token has no <c>kid</c>, and its issuer has not exactly one trusted key for its algorithm.</summary>
    KeyAmbiguous = 301,

    /// <summary>The key with the token's <c>kid</c> may not be used with the algorithm (RFC 8725, section 3.1).</summary>
    AlgorithmNotAllowedForKey = 302,

    /// <summary>The signature is not valid (RFC 7515, section 5.2).</summary>
    SignatureInvalid = 400,

    /// <summary>The encrypted token could not be decrypted. All causes have this code (RFC 7516, section 11.5).</summary>
    DecryptionFailed = 410,

    /// <summary>The claims are not a well-formed JSON object in UTF-8 (RFC 7519, section 7.2).</summary>
    ClaimsMalformed = 500,

    /// <summary>A claim, or a member within a claim, occurs twice (RFC 7519, section 4).</summary>
    ClaimDuplicate = 501,

    /// <summary>The claims are nested too deeply or have too many members.</summary>
    ClaimsTooComplex = 502,

    /// <summary>A required claim is missing.</summary>
    ClaimMissing = 503,

    /// <summary>A claim has the wrong type or a malformed value.</summary>
    ClaimInvalid = 504,

    /// <summary>The <c>iss</c> is not the issuer that the key belongs to (RFC 8725, section 3.8).</summary>
    IssuerNotAllowed = 505,

    /// <summary>The audience of the token does not include this service (RFC 7519, section 4.1.3).</summary>
    AudienceNotAllowed = 506,

    /// <summary>The token has expired (RFC 7519, section 4.1.4).</summary>
    TokenExpired = 507,

    /// <summary>The token is not valid yet (RFC 7519, section 4.1.5).</summary>
    TokenNotYetValid = 508,

    /// <summary>The token was issued in the future (RFC 7519, section 4.1.6).</summary>
    TokenIssuedInFuture = 509,

    /// <summary>The lifetime of the token exceeds the longest accepted lifetime.</summary>
    TokenLifetimeTooLong = 510,

    /// <summary>The <c>exp</c> of the token is before its <c>iat</c> or <c>nbf</c>.</summary>
    TokenLifetimeInvalid = 511,

    /// <summary>A check that the application added rejected the token.</summary>
    ClaimRefused = 512,

    /// <summary>The token is only signed, and the issuer's options require encryption.</summary>
    EncryptionRequired = 513,

    /// <summary>The unencrypted token contains a claim that must be encrypted.</summary>
    PhiClaimNotAllowed = 514,

    /// <summary>A claim does not have one of the values that the issuer's options require.</summary>
    ClaimValueNotAllowed = 515,

    /// <summary>
    /// The header of the encrypted token repeats <c>iss</c>, <c>sub</c> or <c>aud</c> with another value than the claims inside
    /// (RFC 7519, section 5.3).
    /// </summary>
    HeaderClaimMismatch = 516,

    /// <summary>
    /// The token contains a claim that only tokens of another kind have: <c>events</c> in an access token (RFC 8417, section 2.2), or
    /// <c>nonce</c> in a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.4).
    /// </summary>
    ClaimNotAllowed = 517,

    /// <summary>The one-time token has been used before.</summary>
    TokenReplayed = 600,

    /// <summary>The token, its subject or its issuer was revoked, or revocations from before its <c>iat</c> may be lost.</summary>
    TokenRevoked = 601,

    /// <summary>The session of the token has ended.</summary>
    SessionEnded = 602,

    /// <summary>The session ended because its user was not active, so it cannot be continued (45 CFR 164.312(a)(2)(iii)).</summary>
    SessionIdle = 603,

    /// <summary>The token is not sender-constrained, and the issuer's options require it.</summary>
    SenderConstraintRequired = 700,

    /// <summary>The token is bound to a key, and the request has no DPoP proof (RFC 9449, section 7.1).</summary>
    ProofMissing = 701,

    /// <summary>The DPoP proof is not valid for this request (RFC 9449, section 4.3).</summary>
    ProofInvalid = 702,

    /// <summary>The token is not bound to a key, or not to the key of the DPoP proof (RFC 9449, section 7.1).</summary>
    ProofKeyMismatch = 703,

    /// <summary>The DPoP proof has been used before (RFC 9449, section 11.1).</summary>
    ProofReplayed = 704,

    /// <summary>The DPoP proof has no nonce of this service, or an expired one (RFC 9449, section 9).</summary>
    ProofNonceRequired = 705,

    /// <summary>The token is bound to a certificate, and the connection has no client certificate (RFC 8705, section 3).</summary>
    CertificateMissing = 710,

    /// <summary>The client certificate of the connection is not the one that the token is bound to (RFC 8705, section 3).</summary>
    CertificateMismatch = 711,

    /// <summary>The claim <c>cnf</c> is malformed or uses an unsupported confirmation method (RFC 7800, section 3.1).</summary>
    ConfirmationNotSupported = 720,

    /// <summary>A required audit sink could not record the event.</summary>
    AuditUnavailable = 800,

    /// <summary>A check that the application added threw an exception or exceeded its timeout.</summary>
    CheckUnavailable = 801,

    /// <summary>The issuer's keys could not be downloaded or are too old, so the signature could not be verified.</summary>
    KeysUnavailable = 802,

    /// <summary>The replay store is full, failed, or did not respond in time.</summary>
    ReplayStoreUnavailable = 803,

    /// <summary>
    /// The log of revocations has not been read recently enough, so it is unknown whether the token is revoked. Or the revocation that a
    /// logout token demands was not acknowledged.
    /// </summary>
    RevocationUnavailable = 804,

    /// <summary>
    /// The store of sessions or of signing keys failed or did not respond in time. A refresh token that was sent may be sent again.
    /// </summary>
    SessionStoreUnavailable = 805,

    /// <summary>The token is valid but does not grant the permission.</summary>
    PermissionMissing = 900,

    /// <summary>The token is valid, but a requirement of the resource other than a permission is not met.</summary>
    RequirementNotMet = 901,

    /// <summary>The token is valid, but the user must authenticate again or with a stronger method (RFC 9470).</summary>
    AuthenticationInsufficient = 902,

    /// <summary>The token is valid, but code of the application rejected it, such as a handler of <c>OnTokenValidated</c>.</summary>
    RejectedByApplication = 903,
}
