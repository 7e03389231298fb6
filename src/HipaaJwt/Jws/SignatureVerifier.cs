using System.Security.Cryptography;

namespace HipaaJwt.Jws;

/// <summary>Verifies signatures with one key and one algorithm. Thread-safe.</summary>
internal abstract class SignatureVerifier
{
    protected SignatureVerifier(JwsAlgorithmRow algorithm, int signatureLength)
    {
        Algorithm = algorithm;
        SignatureLength = signatureLength;
    }

    public JwsAlgorithmRow Algorithm { get; }

    /// <summary>The length of every signature in bytes.</summary>
    public int SignatureLength { get; }

    /// <summary>Verifies the signature over the JWS signing input (RFC 7515, section 5.2).</summary>
    public bool Verify(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        try
        {
            return signature.Length == SignatureLength && VerifyCore(signingInput, signature);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    protected abstract bool VerifyCore(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature);
}
