using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt;

/// <summary>
/// Configures the decryption of encrypted tokens (RFC 7516). An encrypted token must contain a signed token (RFC 7519, section 5.2),
/// which is then validated like any other. Without keys, encrypted tokens are rejected.
/// </summary>
/// <example>
/// <code>
/// options.Decryption.Keys.Add(new RsaSecurityKey(privateKey) { KeyId = "encryption-1" });
/// options.Decryption.KeyManagementAlgorithms.Add(JweAlgorithm.RsaOaep256);
/// options.Decryption.ContentEncryptionAlgorithms.Add(JweEncryption.A256Gcm);
/// </code>
/// </example>
public sealed class DecryptionOptions
{
    /// <summary>
    /// The service's own keys, to which issuers encrypt: RSA keys of 2048 to 16384 bits, elliptic-curve keys on P-256, P-384 or P-521,
    /// and secrets shared with the issuer. RSA and elliptic-curve keys need their private part. A token's <c>kid</c> must equal the ID
    /// of a key. If a token has no <c>kid</c>, exactly one key must fit its algorithm.
    /// </summary>
    /// <value>Empty by default: encrypted tokens are rejected.</value>
    public IList<SecurityKey> Keys { get; } = [];

    /// <summary>The accepted key management algorithms, <c>alg</c> (RFC 7516, section 4.1.1).</summary>
    /// <value>Empty by default. At least one is required if there are keys.</value>
    public IList<JweAlgorithm> KeyManagementAlgorithms { get; } = [];

    /// <summary>The accepted content encryption algorithms, <c>enc</c> (RFC 7516, section 4.1.2).</summary>
    /// <value>Empty by default. At least one is required if there are keys.</value>
    public IList<JweEncryption> ContentEncryptionAlgorithms { get; } = [];

    /// <summary>The configuration paths of the keys that were read from configuration.</summary>
    internal Dictionary<SecurityKey, string> ConfigurationPaths { get; } = new(ReferenceEqualityComparer.Instance);
}
