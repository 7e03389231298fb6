namespace HipaaJwt;

/// <summary>The supported signature algorithms (RFC 7518, section 3.1). <c>none</c> is not supported.</summary>
public enum JwsAlgorithm
{
    /// <summary>HMAC with SHA-256.</summary>
    HS256,

    /// <summary>HMAC with SHA-384.</summary>
    HS384,

    /// <summary>HMAC with SHA-512.</summary>
    HS512,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    RS256,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-384.</summary>
    RS384,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-512.</summary>
    RS512,

    /// <summary>RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes.</summary>
    PS256,

    /// <summary>RSASSA-PSS with SHA-384, MGF1 with SHA-384 and a salt of 48 bytes.</summary>
    PS384,

    /// <summary>RSASSA-PSS with SHA-512, MGF1 with SHA-512 and a salt of 64 bytes.</summary>
    PS512,

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    ES256,

    /// <summary>ECDSA on P-384 with SHA-384.</summary>
    ES384,

    /// <summary>ECDSA on P-521 with SHA-512.</summary>
    ES512,
}
