using System.Runtime.CompilerServices;
using System.Text;
using HipaaJwt.Issuers;
using HipaaJwt.Jws;
using HipaaJwt.Keys;
using HipaaJwt.Policy;
using HipaaJwt.Text;

namespace HipaaJwt.Validation;

/// <summary>Validates a signed token: first header, key and signature, then the claims.</summary>
internal static class JwsValidator
{
    /// <summary>Validates a token given as characters.</summary>
    /// <param name="token">The token.</param>
    /// <param name="jws">The segments of the token.</param>
    /// <param name="snapshot">The rules and keys.</param>
    /// <param name="now">The current time.</param>
    public static Verdict Validate(ReadOnlySpan<char> token, in CompactJws jws, ValidationSnapshot snapshot, DateTimeOffset now)
    {
        using var buffer = PooledBuffer.Rent(token.Length + jws.SignatureLength);
        var utf8 = buffer.Span[..token.Length];
        Ascii.FromUtf16(token, utf8, out _);
        return Validate(utf8, jws.Over(utf8), buffer.Span[token.Length..], snapshot, now);
    }

    /// <summary>Validates a token given as UTF-8.</summary>
    /// <param name="token">The token.</param>
    /// <param name="jws">The segments of the token. They refer to its memory.</param>
    /// <param name="signature">Space for exactly the decoded signature.</param>
    /// <param name="snapshot">The rules and keys.</param>
    /// <param name="now">The current time.</param>
    /// <param name="wasEncrypted">Whether the token was inside an encrypted token.</param>
    public static Verdict Validate(
        ReadOnlySpan<byte> token,
        in CompactJws jws,
        Span<byte> signature,
        ValidationSnapshot snapshot,
        DateTimeOffset now,
        bool wasEncrypted = false)
    {
        jws.TryDecodeSignature(signature, out _);
        var error = FindVerifiedKey(token, jws, signature, snapshot, out var key);
        if (error.IsNone && !key!.Source.IsCurrent(now))
        {
            key.Source.RequestRefresh();
            error = new JwtError(JwtErrorCode.KeysUnavailable);
        }

        var verdict = error.IsNone
            ? ValidateClaims(jws, key!, snapshot.Policy, new ClaimCheckContext(key!.Issuer, now, wasEncrypted))
            : Verdict.Rejected(error);
        return verdict.Token is null && MissingKeyResolver.Find(jws, verdict.Error.Code, snapshot) is { } keys
            ? verdict.WithRetryAfterRefresh(keys)
            : verdict;
    }

    /// <summary>
    /// Finds the key that verifies the signature. A header that was verified before has the same key again, unless it fits keys of
    /// several issuers.
    /// </summary>
    private static JwtError FindVerifiedKey(
        ReadOnlySpan<byte> token, in CompactJws jws, ReadOnlySpan<byte> signature, ValidationSnapshot snapshot, out VerificationKey? key)
    {
        if (snapshot.Keys.VerifiedHeaders.TryFind(token[jws.HeaderRange], out key, out var verifier))
        {
            return verifier.Verify(token[jws.SigningInputRange], signature)
                ? JwtError.None
                : new JwtError(JwtErrorCode.SignatureInvalid);
        }

        return FindKeyByHeader(token, jws, signature, snapshot, out key);
    }

    /// <summary>Finds the key of a new header. Not inlined, because its stack space would be cleared for every token.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static JwtError FindKeyByHeader(
        ReadOnlySpan<byte> token, in CompactJws jws, ReadOnlySpan<byte> signature, ValidationSnapshot snapshot, out VerificationKey? key)
    {
        using var buffer = PooledBuffer.Rent(2 * jws.HeaderLength);
        var json = buffer.Span[..jws.HeaderLength];
        jws.TryDecodeUnverifiedHeader(json, out _);
        key = null;
        var error = JoseHeader.Read(json, buffer.Span[jws.HeaderLength..], out var header);
        if (!error.IsNone)
        {
            return error;
        }

        error = FindKeys(header, snapshot, out var candidates);
        error = error.IsNone ? KeySelection.Select(jws, header, candidates!, out key) : error;
        return error.IsNone
            ? Verify(token, jws, signature, header, snapshot, ref key, isOnly: candidates!.Only is not null)
            : error;
    }

    private static JwtError FindKeys(in JoseHeader header, ValidationSnapshot snapshot, out KeyCandidates? candidates)
    {
        candidates = null;
        return snapshot.Policy.Allows(header.Algorithm)
            ? snapshot.Keys.Find(header, out candidates)
            : new JwtError(JwtErrorCode.AlgorithmNotAllowed, "alg");
    }

    /// <summary>Verifies the signature with the selected key, the only verification of the token.</summary>
    private static JwtError Verify(
        ReadOnlySpan<byte> token,
        in CompactJws jws,
        ReadOnlySpan<byte> signature,
        in JoseHeader header,
        ValidationSnapshot snapshot,
        ref VerificationKey? key,
        bool isOnly)
    {
        if (!key!.TryGetVerifier(header.Algorithm, out var verifier) || !verifier.Verify(token[jws.SigningInputRange], signature))
        {
            key = null;
            return new JwtError(JwtErrorCode.SignatureInvalid);
        }

        if (isOnly)
        {
            snapshot.Keys.VerifiedHeaders.Add(token[jws.HeaderRange], key, verifier);
        }

        return JwtError.None;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Verdict ValidateClaims(in CompactJws jws, VerificationKey key, ValidationPolicy policy, in ClaimCheckContext context)
    {
        var json = new byte[jws.PayloadLength];
        jws.TryDecodeUnverifiedPayload(json, out _);
        using var members = JsonMemberBuffer.Rent();
        var fault = StrictJson.ReadObject(json, members, out var claimsObject);
        if (fault != JsonFault.None)
        {
            return Verdict.Rejected(new JwtError(CodeOf(fault)), key.Issuer);
        }

        var error = Claims.RegisteredClaims.Read(claimsObject, out var registered);
        if (error.IsNone && !key.Issuer.Identity.AreRegistered)
        {
            error = key.Issuer.Identity.Apply(claimsObject, ref registered);
        }

        if (!error.IsNone)
        {
            return Verdict.Rejected(error, key.Issuer);
        }

        var claims = new ClaimsSet(json, registered);
        error = policy.Checks.Run(claims, context);
        return error.IsNone
            ? Verdict.Accepted(CreateToken(claims, claimsObject, key, policy, context))
            : Verdict.Rejected(error, key.Issuer, claims);
    }

    private static ValidatedJwt CreateToken(
        ClaimsSet claims, JsonObject members, VerificationKey key, ValidationPolicy policy, in ClaimCheckContext context)
    {
        var permissions = policy.Permissions.For(key.Issuer.Issuer, key.Issuer.IsDevelopment);
        return new ValidatedJwt(claims, key, permissions, permissions.Evaluate(members), policy.NeedsUseChecks(claims, key.Issuer))
        {
            WasEncrypted = context.WasEncrypted,
            PhiClaimWarning = context.WasEncrypted ? null : policy.PhiClaimWarnings?.CreateWarning(claims.JsonSpan),
        };
    }

    private static JwtErrorCode CodeOf(JsonFault fault) => fault switch
    {
        JsonFault.Duplicate => JwtErrorCode.ClaimDuplicate,
        JsonFault.TooComplex => JwtErrorCode.ClaimsTooComplex,
        _ => JwtErrorCode.ClaimsMalformed,
    };
}
