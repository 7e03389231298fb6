using System.Security.Cryptography;
using Jose;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Benchmarks.Workload;

/// <summary>A decryption key of the service for one pair of algorithms, written as <c>alg enc</c>.</summary>
internal sealed class EncryptionKey : IDisposable
{
    public const string KeyId = "2026-01-encryption";

    private static readonly Dictionary<string, (JweAlgorithm Id, Jose.JweAlgorithm Jose)> Algorithms = new(StringComparer.Ordinal)
    {
        ["RSA-OAEP"] = (JweAlgorithm.RsaOaep, Jose.JweAlgorithm.RSA_OAEP),
        ["RSA-OAEP-256"] = (JweAlgorithm.RsaOaep256, Jose.JweAlgorithm.RSA_OAEP_256),
        ["ECDH-ES"] = (JweAlgorithm.EcdhEs, Jose.JweAlgorithm.ECDH_ES),
        ["A256KW"] = (JweAlgorithm.A256Kw, Jose.JweAlgorithm.A256KW),
        ["dir"] = (JweAlgorithm.Direct, Jose.JweAlgorithm.DIR),
    };

    private static readonly Dictionary<string, (JweEncryption Id, Jose.JweEncryption Jose, int KeyBytes)> Encryptions =
        new(StringComparer.Ordinal)
        {
            ["A256GCM"] = (JweEncryption.A256Gcm, Jose.JweEncryption.A256GCM, 32),
            ["A256CBC-HS512"] = (JweEncryption.A256CbcHs512, Jose.JweEncryption.A256CBC_HS512, 64),
        };

    private readonly string _algorithm;
    private readonly string _encryption;
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDiffieHellman _curve = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public EncryptionKey(string pair)
    {
        (_algorithm, _encryption) = pair.Split(' ') is [var algorithm, var encryption]
            ? (algorithm, encryption)
            : throw new ArgumentException(pair, nameof(pair));
        var secret = RandomNumberGenerator.GetBytes(_algorithm == "dir" ? Encryptions[_encryption].KeyBytes : 32);
        JoseKey = _algorithm switch { "ECDH-ES" => _curve, "A256KW" or "dir" => secret, _ => _rsa };
        SecurityKey = _algorithm switch
        {
            "ECDH-ES" => new ECDsaSecurityKey(ECDsa.Create(_curve.ExportParameters(true))),
            "A256KW" or "dir" => new SymmetricSecurityKey(secret),
            _ => new RsaSecurityKey(_rsa),
        };
        SecurityKey.KeyId = KeyId;
    }

    /// <summary>The values of <c>alg</c> and <c>enc</c>.</summary>
    public IEnumerable<string> Names => [_algorithm, _encryption];

    /// <summary>The key for HipaaJwt and Microsoft's handler.</summary>
    public SecurityKey SecurityKey { get; }

    /// <summary>The key for jose-jwt.</summary>
    public object JoseKey { get; }

    public string Encrypt(string token) => JWT.Encode(
        token,
        JoseKey,
        Algorithms[_algorithm].Jose,
        Encryptions[_encryption].Jose,
        extraHeaders: new Dictionary<string, object> { ["kid"] = KeyId, ["cty"] = "JWT" });

    public byte[] DecryptWithJose(string token) =>
        JWT.DecodeBytes(token, JoseKey, Algorithms[_algorithm].Jose, Encryptions[_encryption].Jose);

    public void Trust(DecryptionOptions options)
    {
        options.Keys.Add(SecurityKey);
        options.KeyManagementAlgorithms.Add(Algorithms[_algorithm].Id);
        options.ContentEncryptionAlgorithms.Add(Encryptions[_encryption].Id);
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _curve.Dispose();
    }
}
