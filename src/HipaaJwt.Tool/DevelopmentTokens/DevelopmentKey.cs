using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tool.DevelopmentTokens;

/// <summary>The key pair on P-256 that signs development tokens. Its private part is in a file that only its owner may read.</summary>
internal sealed class DevelopmentKey : IDisposable
{
    private readonly ECDsa _key;

    private DevelopmentKey(ECDsa key, bool isNew)
    {
        _key = key;
        IsNew = isNew;
        KeyId = Base64UrlEncoder.Encode(PublicKey().ComputeJwkThumbprint());
    }

    /// <summary>The thumbprint of the key (RFC 7638).</summary>
    public string KeyId { get; }

    public bool IsNew { get; }

    public SigningCredentials Credentials => new(new ECDsaSecurityKey(_key) { KeyId = KeyId }, SecurityAlgorithms.EcdsaSha256)
    {
        // The cache would keep the key after it has been disposed.
        CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
    };

    /// <summary>Reads the key, or creates it if the file does not exist.</summary>
    public static Found<DevelopmentKey> Open(string path) => File.Exists(path) ? Read(path) : Create(path);

    public JsonObject PublicJwk()
    {
        var key = PublicKey();
        return new JsonObject
        {
            ["kty"] = key.Kty,
            ["crv"] = key.Crv,
            ["x"] = key.X,
            ["y"] = key.Y,
            ["kid"] = KeyId,
            ["use"] = "sig",
            ["alg"] = SecurityAlgorithms.EcdsaSha256,
        };
    }

    public void Dispose() => _key.Dispose();

    private static Found<DevelopmentKey> Create(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (PrivateFiles.Create(path, key.ExportPkcs8PrivateKeyPem() + "\n") is not { } failure)
        {
            return new DevelopmentKey(key, isNew: true);
        }

        key.Dispose();
        return failure;
    }

    private static Found<DevelopmentKey> Read(string path)
    {
        if (PrivateFiles.ExposureOf(path) is { } exposure)
        {
            return Failure.NotFound($"the key file {path} {exposure}. Delete it: the next call creates another key.");
        }

        if (!TextFiles.Read(path, "the key file").Is(out var pem, out var failure))
        {
            return failure;
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize == 256)
            {
                return new DevelopmentKey(key, isNew: false);
            }
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
        }

        key.Dispose();
        return Failure.NotFound($"the key file {path} contains no private key on P-256. Delete it: the next call creates another key.");
    }

    private JsonWebKey PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonWebKey
        {
            Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
            Crv = JsonWebKeyECTypes.P256,
            X = Base64UrlEncoder.Encode(point.X),
            Y = Base64UrlEncoder.Encode(point.Y),
        };
    }
}
