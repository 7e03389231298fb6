using System.Text;
using HipaaJwt.Jws;
using HipaaJwt.Replay;
using HipaaJwt.Text;

namespace HipaaJwt.SenderConstraints;

/// <summary>
/// Validates DPoP proofs (RFC 9449 section 4.3), with the cheapest checks first: size and structure, header, claims, key
/// thumbprint, nonce, signature, and replay.
/// </summary>
internal sealed class DPoPProofValidator
{
    /// <summary>Enough for the longest key and a URI of about 3,000 characters.</summary>
    private const int MaxProofLength = 8 * 1024;

    private const int MaxMembers = 32;

    private readonly DPoPRules _rules;
    private readonly DPoPNonces _nonces;
    private readonly ReplayGuard _replayGuard;
    private readonly ProofKeyCache _keyCache = new();

    public DPoPProofValidator(DPoPRules rules, DPoPNonces nonces, ReplayGuard replayGuard)
    {
        _rules = rules;
        _nonces = nonces;
        _replayGuard = replayGuard;
    }

    /// <summary>Validates the proof of a request and consumes it.</summary>
    /// <param name="use">The use of the proof.</param>
    /// <param name="thumbprint">Receives the thumbprint of the key, exactly 32 bytes.</param>
    /// <param name="cancellationToken">Cancels the wait for the replay store.</param>
    public ValueTask<JwtError> CheckAsync(in ProofUse use, Span<byte> thumbprint, CancellationToken cancellationToken)
    {
        var error = Check(use, thumbprint, out var entry);
        return error.IsNone
            ? _replayGuard.UseAsync(entry, new JwtError(JwtErrorCode.ProofReplayed, ClaimNames.JwtId), cancellationToken)
            : new ValueTask<JwtError>(error);
    }

    private static JwtError Invalid(string? member = null) => new(JwtErrorCode.ProofInvalid, member);

    private JwtError Check(in ProofUse use, Span<byte> thumbprint, out ReplayEntry entry)
    {
        entry = default;
        var proof = use.Request.DPoPProof;
        if (string.IsNullOrEmpty(proof))
        {
            return new JwtError(JwtErrorCode.ProofMissing, ClaimNames.Confirmation);
        }

        if (proof.Length > MaxProofLength || CompactJws.Parse(proof, out var jws) != JwtErrorCode.None)
        {
            return Invalid();
        }

        using var utf8 = PooledBuffer.Rent(proof.Length);
        Ascii.FromUtf16(proof, utf8.Span, out _);
        return Check(utf8.Span, jws.Over(utf8.Span), use, thumbprint, out entry);
    }

    private JwtError Check(
        ReadOnlySpan<byte> proof, in CompactJws jws, in ProofUse use, Span<byte> thumbprint, out ReplayEntry entry)
    {
        using var buffer = PooledBuffer.Rent((2 * jws.HeaderLength) + jws.PayloadLength);
        var headerJson = buffer.Span[..jws.HeaderLength];
        var scratch = buffer.Span.Slice(jws.HeaderLength, jws.HeaderLength);
        var claimsJson = buffer.Span[(2 * jws.HeaderLength)..];
        jws.TryDecodeUnverifiedHeader(headerJson, out _);
        jws.TryDecodeUnverifiedPayload(claimsJson, out _);
        using var keyIndex = new JsonMemberBuffer(stackalloc JsonMember[MaxMembers], stackalloc uint[MaxMembers]);
        entry = default;
        var error = ReadHeader(headerJson, scratch, keyIndex, out var algorithm, out var key);
        if (!error.IsNone)
        {
            return error;
        }

        error = CheckClaims(claimsJson, use, thumbprint, key, out entry);
        return error.IsNone ? CheckSignature(proof, jws, thumbprint, algorithm, key) : error;
    }

    private JwtError ReadHeader(
        ReadOnlySpan<byte> json, Span<byte> scratch, JsonMemberBuffer index, out JwsAlgorithmRow algorithm, out ProofKey key)
    {
        key = default;
        var error = JoseHeader.ReadProof(json, scratch, out var header);
        algorithm = header.Algorithm;
        if (!error.IsNone)
        {
            return Invalid(error.Member);
        }

        if (!MediaType.AreEqual(header.Type, "dpop+jwt"u8))
        {
            return Invalid("typ");
        }

        if (!_rules.Algorithms.Contains(algorithm))
        {
            return Invalid("alg");
        }

        return header.EmbeddedKey.Kind == JsonKind.Object
            && StrictJson.ReadObject(header.EmbeddedKey.RawIn(json), index, out var jwk) == JsonFault.None
            && ProofKey.TryRead(jwk, algorithm, out key)
            ? JwtError.None
            : Invalid("jwk");
    }

    private JwtError CheckClaims(
        ReadOnlySpan<byte> json, in ProofUse use, Span<byte> thumbprint, in ProofKey key, out ReplayEntry entry)
    {
        entry = default;
        using var index = new JsonMemberBuffer(stackalloc JsonMember[MaxMembers], stackalloc uint[MaxMembers]);
        var error = ProofClaims.Read(json, index, out var claims);
        if (!error.IsNone)
        {
            return error;
        }

        if (claims.FindInvalidClaim(use, _rules.MaxAge) is { } invalidClaim)
        {
            return Invalid(invalidClaim);
        }

        key.WriteThumbprint(thumbprint);
        if (!use.Thumbprint.IsEmpty && !use.Thumbprint.SequenceEqual(thumbprint))
        {
            return new JwtError(JwtErrorCode.ProofKeyMismatch, "jwk");
        }

        var expiresAt = claims.GetExpiry(_rules.MaxAge, use.ClockSkew);
        entry = ReplayEntry.ForProof(thumbprint, claims.Id, use.Issuer, use.Owner, expiresAt);
        return _rules.RequireNonce && !claims.HasValidNonce(_nonces)
            ? new JwtError(JwtErrorCode.ProofNonceRequired, "nonce")
            : JwtError.None;
    }

    private JwtError CheckSignature(
        ReadOnlySpan<byte> proof, in CompactJws jws, ReadOnlySpan<byte> thumbprint, JwsAlgorithmRow algorithm, in ProofKey key)
    {
        var cached = _keyCache.Find(thumbprint, algorithm);
        if ((cached ?? key.CreateVerifier(algorithm)) is not { } verifier)
        {
            return Invalid("jwk");
        }

        using var signature = PooledBuffer.Rent(jws.SignatureLength);
        jws.TryDecodeSignature(signature.Span, out _);
        if (!verifier.Verify(proof[jws.SigningInputRange], signature.Span))
        {
            return Invalid();
        }

        if (cached is null)
        {
            _keyCache.Add(thumbprint, verifier);
        }

        return JwtError.None;
    }
}
