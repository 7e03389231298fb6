using HipaaJwt.Encryption;
using HipaaJwt.Jws;
using HipaaJwt.Policy;

namespace HipaaJwt.Validation;

/// <summary>Validates a token by its serialization: three segments are a signed token, five an encrypted one.</summary>
internal static class SerializedTokenValidator
{
    /// <summary>Validates a token up to its claims.</summary>
    /// <param name="token">The token. Its length must have been checked.</param>
    /// <param name="snapshot">The rules and keys.</param>
    /// <param name="now">The current time.</param>
    public static Verdict Validate(ReadOnlySpan<char> token, ValidationSnapshot snapshot, DateTimeOffset now)
    {
        var code = CompactJws.Parse(token, out var jws);
        return code switch
        {
            JwtErrorCode.None => JwsValidator.Validate(token, jws, snapshot, now),
            JwtErrorCode.TokenNotCompact when snapshot.Policy.Decryptor is { } decryptor =>
                JweValidator.Validate(token, decryptor, snapshot, now),
            _ => Verdict.Rejected(new JwtError(code)),
        };
    }
}
