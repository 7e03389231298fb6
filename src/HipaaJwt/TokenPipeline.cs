using System.Collections.Immutable;
using HipaaJwt.Jws;
using HipaaJwt.Keys;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>The way of a token from its shape to its verdict: header, key, signature, and only then the claims.</summary>
internal static class TokenPipeline
{
    /// <param name="token">The token, whose shape is known to be good.</param>
    /// <param name="jws">The token's segments, over the same memory.</param>
    /// <param name="plan">The rules.</param>
    /// <param name="now">The time.</param>
    public static Verdict Run(ReadOnlySpan<byte> token, in CompactJws jws, ValidationPlan plan, DateTimeOffset now)
    {
        using var buffer = PooledBuffer.Rent((2 * jws.HeaderLength) + jws.SignatureLength);
        var json = buffer.Span[..jws.HeaderLength];
        var scratch = buffer.Span.Slice(jws.HeaderLength, jws.HeaderLength);
        var signature = buffer.Span[^jws.SignatureLength..];
        _ = jws.TryDecodeUnverifiedHeader(json, out _) && jws.TryDecodeSignature(signature, out _);

        var error = JoseHeader.Read(json, scratch, out var header);
        if (!error.IsNone)
        {
            return Verdict.Refused(error);
        }

        if (!plan.Allows(header.Algorithm))
        {
            return Verdict.Refused(new JwtError(JwtErrorCode.AlgorithmNotAllowed, "alg"));
        }

        error = plan.Keys.Find(header, out var candidates);
        if (!error.IsNone)
        {
            return Verdict.Refused(error);
        }

        error = VerifySignature(header, candidates, token[jws.SigningInputRange], signature, out var key);
        return error.IsNone ? JudgeClaims(jws, key!.Issuer, plan, now) : Verdict.Refused(error);
    }

    /// <summary>The key that verifies the signature. Where several issuers gave a key the same name, each may be meant.</summary>
    private static JwtError VerifySignature(
        in JoseHeader header,
        ImmutableArray<VerificationKey> candidates,
        ReadOnlySpan<byte> signingInput,
        ReadOnlySpan<byte> signature,
        out VerificationKey? key)
    {
        var error = new JwtError(JwtErrorCode.AlgorithmNotAllowedForKey, "alg");
        foreach (var candidate in candidates)
        {
            if (!candidate.TryGetVerifier(header.Algorithm, out var verifier))
            {
                continue;
            }

            error = candidate.Issuer.CheckTokenType(header.Type);
            if (error.IsNone && verifier.Verify(signingInput, signature))
            {
                key = candidate;
                return JwtError.None;
            }

            error = error.IsNone ? new JwtError(JwtErrorCode.SignatureInvalid) : error;
        }

        key = null;
        return error;
    }

    private static Verdict JudgeClaims(in CompactJws jws, IssuerPolicy issuer, ValidationPlan plan, DateTimeOffset now)
    {
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
        error = plan.Checks.Run(claims, new ClaimCheckContext(issuer, now));
        return error.IsNone
            ? Verdict.Accepted(new ValidatedJwt(claims, issuer, plan.Permissions.Evaluate(members)))
            : Verdict.Refused(error, issuer, claims);
    }

    private static JwtErrorCode CodeOf(JsonFault fault) => fault switch
    {
        JsonFault.Duplicate => JwtErrorCode.ClaimDuplicate,
        JsonFault.TooComplex => JwtErrorCode.ClaimsTooComplex,
        _ => JwtErrorCode.ClaimsMalformed,
    };
}
