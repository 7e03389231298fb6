namespace HipaaJwt;

/// <summary>The supported content encryption algorithms of encrypted tokens (RFC 7518, section 5.1).</summary>
public enum JweEncryption
{
    /// <summary><c>A128GCM</c>: AES GCM with a key of 128 bits (RFC 7518, section 5.3).</summary>
    A128Gcm = 1,

    /// <summary><c>A256GCM</c>: AES GCM with a key of 256 bits (RFC 7518, section 5.3).</summary>
    A256Gcm = 2,

    /// <summary><c>A128CBC-HS256</c>: AES CBC with a key of 128 bits and HMAC SHA-256 (RFC 7518, section 5.2.3).</summary>
    A128CbcHs256 = 3,

    /// <summary><c>A256CBC-HS512</c>: AES CBC with a key of 256 bits and HMAC SHA-512 (RFC 7518, section 5.2.5).</summary>
    A256CbcHs512 = 4,
}
