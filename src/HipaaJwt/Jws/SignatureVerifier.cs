using System.Security.Cryptography;

namespace HipaaJwt.Jws;

/// <summary>One key with one algorithm. Thread-safe.</summary>
internal abstract class SignatureVerifier
{
    protected SignatureVerifier(JwsAlgorithmRow algorithm, int signatureLength)
    {
        Algorithm = algorithm;
        SignatureLength = signatureLength;
    }

    public JwsAlgorithmRow Algorithm { get; }

    /// <summary>The one length in bytes that a signature has.</summary>
    public int SignatureLength { get; }

    /// <summary>Whether the signature is that of the JWS Signing Input (RFC 7515, section 5.2).</summary>
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
