using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Claims;
using HipaaJwt.Text;

namespace HipaaJwt.SenderConstraints;

/// <summary>
/// The claims of a DPoP proof, which is valid only for one request and, if there is one, for one token (RFC 9449 section 4.3).
/// </summary>
internal readonly ref struct ProofClaims
{
    /// <summary>The maximum length of <c>jti</c> in bytes. It is far longer than a UUID and still cheap to hash.</summary>
    private const int MaxIdLength = 256;

    private readonly JsonObject _members;
    private readonly RegisteredClaims _registered;

    private ProofClaims(JsonObject members, RegisteredClaims registered)
    {
        _members = members;
        _registered = registered;
    }

    /// <summary>The unescaped <c>jti</c>, so that an escaped spelling is the same identifier.</summary>
    public byte[] Id => Encoding.UTF8.GetBytes(JsonText.GetString(_members.Json, _registered.JwtId));

    /// <summary>Reads the claims.</summary>
    /// <returns>
    /// An error without a member if the JSON is malformed or a member occurs twice; an error with the member if a registered claim has
    /// the wrong type.
    /// </returns>
    public static JwtError Read(ReadOnlySpan<byte> json, JsonMemberBuffer index, out ProofClaims claims)
    {
        claims = default;
        if (StrictJson.ReadObject(json, index, out var members) != JsonFault.None)
        {
            return new JwtError(JwtErrorCode.ProofInvalid);
        }

        var error = RegisteredClaims.Read(members, out var registered);
        claims = new ProofClaims(members, registered);
        return error.IsNone ? error : new JwtError(JwtErrorCode.ProofInvalid, error.Member);
    }

    /// <summary>Finds the first claim that is missing or does not match the request.</summary>
    /// <returns>The name of the claim; null if all claims are valid.</returns>
    public string? FindInvalidClaim(in ProofUse use, TimeSpan maxAge)
    {
        var id = _registered.JwtId;
        if (!id.Exists || id.Length > MaxIdLength)
        {
            return ClaimNames.JwtId;
        }

        if (!_members.TryFind("htm"u8, out var method) || !MatchesMethod(method, use.Request.HttpMethod))
        {
            return "htm";
        }

        if (!_members.TryFind("htu"u8, out var uri) || !MatchesUri(uri, use.Request.HttpUri))
        {
            return "htu";
        }

        if (use.HasToken && (!_members.TryFind("ath"u8, out var hash) || !MatchesToken(hash, use.Request.Token)))
        {
            return "ath";
        }

        return ProofTimeCheck.FindInvalidClaim(_registered, use.Now, maxAge, use.ClockSkew);
    }

    /// <summary>Gets the last moment at which the proof is accepted.</summary>
    public DateTimeOffset GetExpiry(TimeSpan maxAge, TimeSpan skew) => ProofTimeCheck.GetExpiry(_registered.IssuedAt!.Value, maxAge, skew);

    public bool HasValidNonce(DPoPNonces nonces) =>
        _members.TryFind("nonce"u8, out var nonce)
        && nonce is { Kind: JsonKind.String, IsEscaped: false }
        && nonces.IsValid(nonce.RawIn(_members.Json));

    /// <summary>HTTP methods are case-sensitive (RFC 9110 section 9.1).</summary>
    private bool MatchesMethod(JsonValue value, string? method) =>
        value is { Kind: JsonKind.String, IsEscaped: false } && method is not null && Ascii.Equals(value.RawIn(_members.Json), method);

    private bool MatchesUri(JsonValue value, Uri? uri)
    {
        if (value.Kind != JsonKind.String || uri is not { IsAbsoluteUri: true })
        {
            return false;
        }

        using var scratch = PooledBuffer.Rent(value.Length);
        return HttpUriComparer.AreEquivalent(JsonText.Unescaped(_members.Json, value, scratch.Span), uri.OriginalString);
    }

    /// <summary>The hash covers the token exactly as the client sent it (RFC 9449 section 4.2).</summary>
    private bool MatchesToken(JsonValue value, in EncodedJwt token)
    {
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        if (!Thumbprint.TryRead(_members.Json, value, expected))
        {
            return false;
        }

        using var utf8 = PooledBuffer.Rent(token.Length);
        Ascii.FromUtf16(token.Characters, utf8.Span, out _);
        SHA256.HashData(utf8.Span, actual);
        return actual.SequenceEqual(expected);
    }
}
