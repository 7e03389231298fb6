namespace HipaaJwt;

/// <summary>
/// How the key of an encrypted token travels (RFC 7518, section 4.1). Nothing that is missing here is ever accepted:
/// RSAES-PKCS1-v1_5 for its oracles, PBES2 because a token would choose how long we compute.
/// </summary>
public enum JweAlgorithm
{
    /// <summary><c>RSA-OAEP</c>: RSAES OAEP with SHA-1, which does no harm here but is old (RFC 7518, section 4.3).</summary>
    RsaOaep = 1,

    /// <summary><c>RSA-OAEP-256</c>: RSAES OAEP with SHA-256 (RFC 7518, section 4.3).</summary>
    RsaOaep256 = 2,

    /// <summary><c>ECDH-ES</c>: a key agreed on for this token, used directly (RFC 7518, section 4.6).</summary>
    EcdhEs = 3,

    /// <summary><c>ECDH-ES+A128KW</c>: a key agreed on for this token, which wraps another (RFC 7518, section 4.6).</summary>
    EcdhEsA128Kw = 4,

    /// <summary><c>ECDH-ES+A256KW</c>: a key agreed on for this token, which wraps another (RFC 7518, section 4.6).</summary>
    EcdhEsA256Kw = 5,

    /// <summary><c>A128KW</c>: AES Key Wrap with a shared key of 128 bits (RFC 7518, section 4.4).</summary>
    A128Kw = 6,

    /// <summary><c>A256KW</c>: AES Key Wrap with a shared key of 256 bits (RFC 7518, section 4.4).</summary>
    A256Kw = 7,

    /// <summary><c>dir</c>: a shared key that encrypts the content itself (RFC 7518, section 4.5).</summary>
    Direct = 8,
}
