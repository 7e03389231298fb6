using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Claims;
using HipaaJwt.Text;

namespace HipaaJwt.SenderConstraints;

/// <summary>The claims of a proof, which is for this request and this token alone (RFC 9449, section 4.3).</summary>
internal readonly ref struct ProofClaims
{
    /// <summary>Far above a UUID, and short enough that hashing it costs nothing.</summary>
    private const int MaxIdLength = 256;

    private readonly JsonObject _members;
    private readonly RegisteredClaims _registered;

    private ProofClaims(JsonObject members, RegisteredClaims registered)
    {
        _members = members;
        _registered = registered;
    }

    /// <summary>The <c>jti</c> without escapes, so that another spelling is the same one.</summary>
    public byte[] Id => Encoding.UTF8.GetBytes(JsonText.GetString(_members.Json, _registered.JwtId));

    /// <summary>Reads the claims, in which nothing may stand twice and registered claims have their right types.</summary>
    /// <returns>False where they cannot be read.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, JsonMemberBuffer index, out ProofClaims claims)
    {
        claims = default;
        if (StrictJson.ReadObject(json, index, out var members) != JsonFault.None
            || !RegisteredClaims.Read(members, out var registered).IsNone)
        {
            return false;
        }

        claims = new ProofClaims(members, registered);
        return true;
    }

    /// <summary>The first claim that is missing or wrong; null where there is none.</summary>
    public string? FaultFor(in TokenUse use, TimeSpan maxAge)
    {
        var id = _registered.JwtId;
        if (!id.Exists || id.Length > MaxIdLength)
        {
            return ClaimNames.JwtId;
        }

        if (!_members.TryFind("htm"u8, out var method) || !IsMethod(method, use.Request.HttpMethod))
        {
            return "htm";
        }

        if (!_members.TryFind("htu"u8, out var address) || !IsAddress(address, use.Request.HttpUri))
        {
            return "htu";
        }

        if (!_members.TryFind("ath"u8, out var hash) || !IsHashOf(use.Request.Token, hash))
        {
            return "ath";
        }

        return ProofTimeCheck.FaultOf(_registered, use.Now, maxAge, use.Token.Policy.ClockSkew);
    }

    public DateTimeOffset LastUse(TimeSpan maxAge, TimeSpan skew) => ProofTimeCheck.LastUse(_registered.IssuedAt!.Value, maxAge, skew);

    public bool HasNonce(DPoPNonces nonces) =>
        _members.TryFind("nonce"u8, out var nonce)
        && nonce is { Kind: JsonKind.String, IsEscaped: false }
        && nonces.IsValid(nonce.RawIn(_members.Json));

    /// <summary>Methods are names with upper and lower case (RFC 9110, section 9.1).</summary>
    private bool IsMethod(JsonValue value, string? method) =>
        value is { Kind: JsonKind.String, IsEscaped: false } && method is not null && Ascii.Equals(value.RawIn(_members.Json), method);

    private bool IsAddress(JsonValue value, Uri? address)
    {
        if (value.Kind != JsonKind.String || address is not { IsAbsoluteUri: true })
        {
            return false;
        }

        using var scratch = PooledBuffer.Rent(value.Length);
        return HttpUriComparer.AreSame(JsonText.Unescaped(_members.Json, value, scratch.Span), address.OriginalString);
    }

    /// <summary>The token as it was sent, byte for byte (RFC 9449, section 4.2).</summary>
    private bool IsHashOf(in EncodedJwt token, JsonValue value)
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
