namespace HipaaJwt.Keys;

/// <summary>What a text of key material is.</summary>
internal enum KeyMaterial
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>JSON that cannot be read.</summary>
    MalformedJson,

    /// <summary>A JSON Web Key (RFC 7517, section 4).</summary>
    JsonWebKey,

    /// <summary>A JWK Set (RFC 7517, section 5).</summary>
    JsonWebKeySet,

    /// <summary>A public key in PEM (RFC 7468, section 13), or its DER in base64.</summary>
    PublicKey,

    /// <summary>A certificate in PEM (RFC 7468, section 5), or its DER in base64.</summary>
    Certificate,

    /// <summary>A private key in PEM (RFC 7468, section 10), or its DER in base64.</summary>
    PrivateKey,

    /// <summary>A PKCS#12 store in base64.</summary>
    Pkcs12,
}
