using System.Text;
using HipaaJwt.Encryption;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>The way of an encrypted token: decryption, and then the whole way of the signed token that must be inside.</summary>
internal static class EncryptedPipeline
{
    public static Verdict Run(ReadOnlySpan<char> token, TokenDecryptor decryptor, ValidationPlan plan, DateTimeOffset now)
    {
        var code = CompactJwe.Parse(token, out var jwe);
        if (code != JwtErrorCode.None)
        {
            return Verdict.Refused(new JwtError(code));
        }

        using var utf8 = PooledBuffer.Rent(token.Length);
        Ascii.FromUtf16(token, utf8.Span, out _);
        using var plaintext = PooledBuffer.Rent(jwe.CiphertextLength);
        var error = decryptor.Decrypt(utf8.Span, jwe, plaintext.Span, out var length);
        return error.IsNone ? RunInner(plaintext.Span[..length], plan, now) : Verdict.Refused(error);
    }

    /// <summary>Whoever knows our public key can encrypt, so what was inside has proved nothing yet.</summary>
    private static Verdict RunInner(ReadOnlySpan<byte> token, ValidationPlan plan, DateTimeOffset now)
    {
        var code = CompactJws.Parse(token, out var jws);
        using var signature = PooledBuffer.Rent(jws.SignatureLength);
        return code switch
        {
            JwtErrorCode.None => TokenPipeline.Run(token, jws, signature.Span, plan, now, wasEncrypted: true),
            JwtErrorCode.TokenMissing => Verdict.Refused(new JwtError(JwtErrorCode.TokenNotCompact)),
            _ => Verdict.Refused(new JwtError(code)),
        };
    }
}
