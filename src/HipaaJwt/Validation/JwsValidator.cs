using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using HipaaJwt.Jws;
using HipaaJwt.Keys;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>The way of a token from its shape to its verdict: header, key, signature, and only then the claims.</summary>
internal static class TokenPipeline
{
    /// <param name="token">The token, whose shape is known to be good.</param>
    /// <param name="jws">The token's segments, over the same memory.</param>
    /// <param name="signature">Room for the decoded signature, exactly.</param>
    /// <param name="plan">The rules.</param>
    /// <param name="now">The time.</param>
    /// <param name="wasEncrypted">Whether the token came inside an encrypted one.</param>
    public static Verdict Run(
        ReadOnlySpan<byte> token, in CompactJws jws, Span<byte> signature, ValidationPlan plan, DateTimeOffset now, bool wasEncrypted = false)
    {
        jws.TryDecodeSignature(signature, out _);
        var error = FindSigner(token, jws, signature, plan, out var issuer);
        if (error.IsNone && issuer!.FetchedKeys is { } keys && !keys.IsUsable(now))
        {
            error = new JwtError(JwtErrorCode.KeysUnavailable);
        }

        var verdict = error.IsNone ? JudgeClaims(jws, plan, new ClaimCheckContext(issuer!, now, wasEncrypted)) : Verdict.Refused(error);
        return verdict.Token is null && UnknownKey.Find(jws, verdict.Error.Code, plan) is { } awaited ? verdict.Until(awaited) : verdict;
    }

    /// <summary>
    /// The issuer whose key verifies the signature. A header that led to a good signature before leads to the same key, unless
    /// it could mean keys of several issuers.
    /// </summary>
    private static JwtError FindSigner(
        ReadOnlySpan<byte> token,
        in CompactJws jws,
        ReadOnlySpan<byte> signature,
        ValidationPlan plan,
        out IssuerPolicy? issuer)
    {
        if (plan.Keys.KnownHeaders.TryFind(token[jws.HeaderRange], out var key, out var verifier))
        {
            issuer = key.Issuer;
            return verifier.Verify(token[jws.SigningInputRange], signature) ? JwtError.None : new JwtError(JwtErrorCode.SignatureInvalid);
        }

        return FindNewSigner(token, jws, signature, plan, out issuer);
    }

    /// <summary>Not inlined, for its room on the stack would be cleared for each token whose header is known.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static JwtError FindNewSigner(
        ReadOnlySpan<byte> token,
        in CompactJws jws,
        ReadOnlySpan<byte> signature,
        ValidationPlan plan,
        out IssuerPolicy? issuer)
    {
        using var buffer = PooledBuffer.Rent(2 * jws.HeaderLength);
        var json = buffer.Span[..jws.HeaderLength];
        jws.TryDecodeUnverifiedHeader(json, out _);
        issuer = null;
        var error = JoseHeader.Read(json, buffer.Span[jws.HeaderLength..], out var header);
        if (!error.IsNone)
        {
            return error;
        }

        error = FindKeys(header, plan, out var candidates);
        VerificationKey? key = null;
        SignatureVerifier? verifier = null;
        error = error.IsNone ? Verify(jws, header, candidates, token[jws.SigningInputRange], signature, out key, out verifier) : error;
        if (!error.IsNone)
        {
            return error;
        }

        issuer = key!.Issuer;
        if (candidates.Length == 1)
        {
            plan.Keys.KnownHeaders.Add(token[jws.HeaderRange], key, verifier!);
        }

        return JwtError.None;
    }

    private static JwtError FindKeys(in JoseHeader header, ValidationPlan plan, out ImmutableArray<VerificationKey> candidates)
    {
        candidates = [];
        return plan.Allows(header.Algorithm)
            ? plan.Keys.Find(header, out candidates)
            : new JwtError(JwtErrorCode.AlgorithmNotAllowed, "alg");
    }

    /// <summary>
    /// Where several issuers gave a key the same name, each may be meant, and the signature tells which. Where it is one key,
    /// as with the tenants of a provider, that of the issuer is taken whom the token names.
    /// </summary>
    private static JwtError Verify(
        in CompactJws jws,
        in JoseHeader header,
        ImmutableArray<VerificationKey> candidates,
        ReadOnlySpan<byte> signingInput,
        ReadOnlySpan<byte> signature,
        out VerificationKey? key,
        out SignatureVerifier? verifier)
    {
        (key, verifier) = (null, null);
        var error = new JwtError(JwtErrorCode.AlgorithmNotAllowedForKey, "alg");
        foreach (var candidate in candidates)
        {
            if (!candidate.TryGetVerifier(header.Algorithm, out var tried))
            {
                continue;
            }

            error = candidate.Issuer.CheckTokenType(header.Type);
            if (!error.IsNone || !tried.Verify(signingInput, signature))
            {
                error = error.IsNone ? new JwtError(JwtErrorCode.SignatureInvalid) : error;
                continue;
            }

            (key, verifier) = (candidate, tried);
            if (candidates.Length == 1 || UnverifiedIssuer.Find(jws, candidate.Issuer) is not null)
            {
                break;
            }
        }

        return key is null ? error : JwtError.None;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Verdict JudgeClaims(in CompactJws jws, ValidationPlan plan, in ClaimCheckContext context)
    {
        var issuer = context.Policy;
        var json = new byte[jws.PayloadLength];
        jws.TryDecodeUnverifiedPayload(json, out _);
        using var index = JsonIndex.Rent();
        var fault = StrictJson.ReadObject(json, index, out var members);
        if (fault != JsonFault.None)
        {
            return Verdict.Refused(new JwtError(CodeOf(fault)), issuer);
        }

        var error = Claims.RegisteredClaims.Read(members, out var registered);
        if (!error.IsNone)
        {
            return Verdict.Refused(error, issuer);
        }

        var claims = new ClaimsSet(json, registered);
        error = plan.Checks.Run(claims, context);
        return error.IsNone ? Verdict.Accepted(Accept(claims, members, plan, context)) : Verdict.Refused(error, issuer, claims);
    }

    private static ValidatedJwt Accept(ClaimsSet claims, JsonObject members, ValidationPlan plan, in ClaimCheckContext context) =>
        new(claims, context.Policy, plan.Permissions.Evaluate(members), plan.RequestChecks.ApplyTo(claims, context))
        {
            WasEncrypted = context.WasEncrypted,
            PhiWarning = context.WasEncrypted ? null : plan.WarnedPhiClaims?.Warn(claims.JsonSpan),
        };

    private static JwtErrorCode CodeOf(JsonFault fault) => fault switch
    {
        JsonFault.Duplicate => JwtErrorCode.ClaimDuplicate,
        JsonFault.TooComplex => JwtErrorCode.ClaimsTooComplex,
        _ => JwtErrorCode.ClaimsMalformed,
    };
}
