using System.Security.Cryptography;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Conformance;

/// <summary>The decryption keys of a service, one or more of each type.</summary>
public sealed class EncryptionKeys : IDisposable
{
    public RSA Rsa { get; } = RSA.Create(2048);

    public ECDiffieHellman Ec { get; } = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public ECDiffieHellman Ec384 { get; } = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);

    public ECDiffieHellman Ec521 { get; } = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP521);

    public byte[] Secret128 { get; } = RandomNumberGenerator.GetBytes(16);

    public byte[] Secret256 { get; } = RandomNumberGenerator.GetBytes(32);

    public byte[] Secret512 { get; } = RandomNumberGenerator.GetBytes(64);

    /// <summary>Adds the keys and all algorithms to the options.</summary>
    public void Trust(HipaaJwtOptions options)
    {
        options.Decryption.Keys.Add(new RsaSecurityKey(Rsa) { KeyId = "rsa-enc" });
        options.Decryption.Keys.Add(Named("ec-enc", Ec));
        options.Decryption.Keys.Add(Named("ec384-enc", Ec384));
        options.Decryption.Keys.Add(Named("ec521-enc", Ec521));
        options.Decryption.Keys.Add(new SymmetricSecurityKey(Secret128) { KeyId = "secret-128" });
        options.Decryption.Keys.Add(new SymmetricSecurityKey(Secret256) { KeyId = "secret-256" });
        options.Decryption.Keys.Add(new SymmetricSecurityKey(Secret512) { KeyId = "secret-512" });
        foreach (var algorithm in Enum.GetValues<JweAlgorithm>())
        {
            options.Decryption.KeyManagementAlgorithms.Add(algorithm);
        }

        foreach (var encryption in Enum.GetValues<JweEncryption>())
        {
            options.Decryption.ContentEncryptionAlgorithms.Add(encryption);
        }
    }

    public void Dispose()
    {
        Rsa.Dispose();
        Ec.Dispose();
        Ec384.Dispose();
        Ec521.Dispose();
    }

    private static JsonWebKey Named(string keyId, ECDiffieHellman key)
    {
        var pair = key.ExportParameters(true);
        return new JsonWebKey
        {
            Kty = "EC",
            Kid = keyId,
            Crv = key.KeySize switch { 256 => "P-256", 384 => "P-384", _ => "P-521" },
            X = RawToken.Base64(pair.Q.X),
            Y = RawToken.Base64(pair.Q.Y),
            D = RawToken.Base64(pair.D),
        };
    }
}
