using System.Security.Cryptography;

namespace HipaaJwt.Jws;

/// <summary>
/// One instance of an RSA public key. The platform verifies its first signatures. From then on a context of OpenSSL does, if it agrees
/// with the platform about the last of them. Not thread-safe.
/// </summary>
internal sealed class RsaPublicKey : IDisposable
{
    /// <summary>A key that is used so often is worth the time and the memory of a context.</summary>
    internal const int SignaturesBeforeContext = 16;

    private readonly JwsAlgorithmRow _algorithm;
    private readonly HashingKey<RSA> _platform;
    private readonly Func<RSA, JwsAlgorithmRow, OpenSslRsaContext?> _createContext;
    private OpenSslRsaContext? _context;
    private int _verified;

    public RsaPublicKey(RSAParameters parameters, JwsAlgorithmRow algorithm)
        : this(parameters, algorithm, OpenSslRsaContext.TryCreate)
    {
    }

    internal RsaPublicKey(
        RSAParameters parameters, JwsAlgorithmRow algorithm, Func<RSA, JwsAlgorithmRow, OpenSslRsaContext?> createContext)
    {
        _algorithm = algorithm;
        _platform = new HashingKey<RSA>(RSA.Create(parameters), algorithm.Hash);
        _createContext = createContext;
    }

    internal bool HasContext => _context is not null;

    /// <summary>Verifies a signature over data.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        var hash = _platform.Hash(data, digest);
        return _context is { } context ? context.Verify(hash, signature) : VerifyWithPlatform(hash, signature);
    }

    public void Dispose()
    {
        _context?.Dispose();
        _platform.Dispose();
    }

    private bool VerifyWithPlatform(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        var verified = _platform.Key.VerifyHash(hash, signature, _algorithm.Hash, _algorithm.Padding!);
        if (verified && _verified < SignaturesBeforeContext && ++_verified == SignaturesBeforeContext)
        {
            UseContextIfRight(hash, signature);
        }

        return verified;
    }

    /// <summary>
    /// The context must accept a signature that the platform has accepted, and reject it for another hash. A rejection must not change what
    /// it decides next.
    /// </summary>
    private void UseContextIfRight(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        Span<byte> otherHash = stackalloc byte[hash.Length];
        hash.CopyTo(otherHash);
        otherHash[0] ^= 1;

        var context = _createContext(_platform.Key, _algorithm);
        if (context is not null
            && context.Verify(hash, signature)
            && !context.Verify(otherHash, signature)
            && context.Verify(hash, signature))
        {
            _context = context;
        }
        else
        {
            context?.Dispose();
        }
    }
}
