using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt;

/// <summary>
/// The decryption of encrypted tokens (RFC 7516, nested as RFC 7519 says): what is inside must be a signed token and goes the
/// whole way of one. Without keys, encrypted tokens are refused.
/// </summary>
public sealed class DecryptionOptions
{
    /// <summary>
    /// Our own keys, for which issuers encrypt: RSA of 2048 bits or more and elliptic-curve keys on P-256, P-384 or P-521, with
    /// their private parts, or secrets shared with the issuer. A token's <c>kid</c> must equal a key's; without
    /// <c>kid</c>, exactly one key must be for its algorithm.
    /// </summary>
    /// <value>Empty by default: encrypted tokens are refused.</value>
    public IList<SecurityKey> Keys { get; } = [];

    /// <summary>The accepted values of <c>alg</c>.</summary>
    /// <value>Empty by default; at least one is needed where there are keys.</value>
    public IList<JweAlgorithm> KeyManagementAlgorithms { get; } = [];

    /// <summary>The accepted values of <c>enc</c>.</summary>
    /// <value>Empty by default; at least one is needed where there are keys.</value>
    public IList<JweEncryption> ContentEncryptionAlgorithms { get; } = [];

    /// <summary>The paths of the keys that come from configuration, by instance.</summary>
    internal Dictionary<SecurityKey, string> ConfigurationPaths { get; } = new(ReferenceEqualityComparer.Instance);
}
