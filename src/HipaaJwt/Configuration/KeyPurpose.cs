namespace HipaaJwt.Configuration;

/// <summary>What the keys of a list are for.</summary>
internal enum KeyPurpose
{
    /// <summary>Verifying signatures, which needs public keys.</summary>
    Verify,

    /// <summary>Decrypting tokens, which needs private keys.</summary>
    Decrypt,
}
