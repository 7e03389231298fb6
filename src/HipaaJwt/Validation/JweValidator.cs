using System.Text;
using HipaaJwt.Encryption;
using HipaaJwt.Jws;
using HipaaJwt.Policy;
using HipaaJwt.Text;

namespace HipaaJwt.Validation;

/// <summary>Decrypts an encrypted token and validates the signed token that it must contain (RFC 7519, section 5.2).</summary>
internal static class JweValidator
{
    public static Verdict Validate(ReadOnlySpan<char> token, TokenDecryptor decryptor, ValidationSnapshot snapshot, DateTimeOffset now)
    {
        var code = CompactJwe.Parse(token, out var jwe);
        if (code != JwtErrorCode.None)
        {
            return Verdict.Rejected(new JwtError(code));
        }

        using var utf8 = PooledBuffer.Rent(token.Length);
        Ascii.FromUtf16(token, utf8.Span, out _);
        using var plaintext = PooledBuffer.Rent(jwe.CiphertextLength);
        var error = decryptor.Decrypt(utf8.Span, jwe, plaintext.Span, out var length);
        if (!error.IsNone)
        {
            return Verdict.Rejected(error);
        }

        var verdict = ValidateInner(plaintext.Span[..length], snapshot, now);
        return verdict.Token is { } accepted ? CheckHeader(utf8.Span, jwe, accepted, verdict) : verdict;
    }

    /// <summary>Validates the inner token like any other, because anyone can encrypt to the service's public key.</summary>
    private static Verdict ValidateInner(ReadOnlySpan<byte> token, ValidationSnapshot snapshot, DateTimeOffset now)
    {
        var code = CompactJws.Parse(token, out var jws);
        using var signature = PooledBuffer.Rent(jws.SignatureLength);
        return code switch
        {
            JwtErrorCode.None => JwsValidator.Validate(token, jws, signature.Span, snapshot, now, wasEncrypted: true),
            JwtErrorCode.TokenMissing => Verdict.Rejected(new JwtError(JwtErrorCode.TokenNotCompact)),
            _ => Verdict.Rejected(new JwtError(code)),
        };
    }

    /// <summary>Rejects an accepted token if the encrypted token's header contradicts it. The header was read before.</summary>
    private static Verdict CheckHeader(ReadOnlySpan<byte> token, in CompactJwe jwe, ValidatedJwt accepted, in Verdict verdict)
    {
        using var header = PooledBuffer.Rent(CompactJwe.DecodedLength(jwe.HeaderRange));
        StrictBase64Url.TryDecode(token[jwe.HeaderRange], header.Span, out _);
        var error = ReplicatedClaimsCheck.Check(header.Span, accepted.Claims);
        return error.IsNone ? verdict : Verdict.Rejected(error, accepted.Policy, accepted.Claims);
    }
}
