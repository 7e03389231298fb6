using HipaaJwt.Benchmarks.Workload;
using Jose;

namespace HipaaJwt.Benchmarks.Contenders;

/// <summary>jose-jwt, which verifies only the signature.</summary>
internal sealed class JoseValidator(SigningKey key)
{
    private readonly object _key = key.JoseKey;
    private readonly Jose.JwsAlgorithm _algorithm = Enum.Parse<Jose.JwsAlgorithm>(key.Name);

    /// <summary>Decrypts an encrypted token and verifies its signature.</summary>
    public bool Accepts(string token, EncryptionKey decryption)
    {
        try
        {
            return JWT.DecodeBytes(System.Text.Encoding.ASCII.GetString(decryption.DecryptWithJose(token)), _key, _algorithm) is not null;
        }
        catch (JoseException)
        {
            return false;
        }
    }

    public bool Accepts(string token)
    {
        try
        {
            return JWT.DecodeBytes(token, _key, _algorithm) is not null;
        }
        catch (JoseException)
        {
            return false;
        }
    }
}
