namespace HipaaJwt;

/// <summary>
/// The supported key management algorithms of encrypted tokens (RFC 7518, section 4.1). RSAES-PKCS1-v1_5 is not supported because of
/// padding oracle attacks. PBES2 is not supported because the token would choose the cost of its validation.
/// </summary>
public enum JweAlgorithm
{
    /// <summary><c>RSA-OAEP</c>: RSAES OAEP with SHA-1 (RFC 7518, section 4.3). Prefer <see cref="RsaOaep256"/>.</summary>
    RsaOaep = 1,

    /// <summary><c>RSA-OAEP-256</c>: RSAES OAEP with SHA-256 (RFC 7518, section 4.3).</summary>
    RsaOaep256 = 2,

    /// <summary><c>ECDH-ES</c>: key agreement; the agreed key encrypts the content (RFC 7518, section 4.6).</summary>
    EcdhEs = 3,

    /// <summary><c>ECDH-ES+A128KW</c>: key agreement; the agreed key of 128 bits wraps the content key (RFC 7518, section 4.6).</summary>
    EcdhEsA128Kw = 4,

    /// <summary><c>ECDH-ES+A256KW</c>: key agreement; the agreed key of 256 bits wraps the content key (RFC 7518, section 4.6).</summary>
    EcdhEsA256Kw = 5,

    /// <summary><c>A128KW</c>: AES Key Wrap with a shared key of 128 bits (RFC 7518, section 4.4).</summary>
    A128Kw = 6,

    /// <summary><c>A256KW</c>: AES Key Wrap with a shared key of 256 bits (RFC 7518, section 4.4).</summary>
    A256Kw = 7,

    /// <summary><c>dir</c>: a shared key encrypts the content directly (RFC 7518, section 4.5).</summary>
    Direct = 8,
}
