using System.Security.Cryptography;
using HipaaJwt.Text;

namespace HipaaJwt.SenderConstraints;

/// <summary>
/// What a token is bound to, by its claim <c>cnf</c> (RFC 7800, section 3.1): the thumbprint of a key (<c>jkt</c>, RFC 9449,
/// section 6.1), of a certificate (<c>x5t#S256</c>, RFC 8705, section 3.1), or both, of which then both must hold.
/// </summary>
/// <param name="Key">The thumbprint of the key; null where there is none.</param>
/// <param name="Certificate">The thumbprint of the certificate; null where there is none.</param>
internal readonly record struct Confirmation(byte[]? Key, byte[]? Certificate)
{
    private const int MaxMembers = 32;

    /// <summary>Reads the claim. One that is malformed or has neither member cannot be checked, so it is an error.</summary>
    public static JwtError Read(ClaimsSet claims, out Confirmation confirmation)
    {
        var claim = claims.Registered.Confirmation;
        using var index = new JsonMemberBuffer(stackalloc JsonMember[MaxMembers], stackalloc uint[MaxMembers]);
        byte[]? key = null;
        byte[]? certificate = null;
        var readable = claim.Kind == JsonKind.Object
            && StrictJson.ReadObject(claim.RawIn(claims.JsonSpan), index, out var members) == JsonFault.None
            && TryRead(members, "jkt"u8, out key)
            && TryRead(members, "x5t#S256"u8, out certificate);
        confirmation = new Confirmation(key, certificate);
        return readable && (key ?? certificate) is not null
            ? JwtError.None
            : new JwtError(JwtErrorCode.ConfirmationNotSupported, ClaimNames.Confirmation);
    }

    /// <summary>False where the member is there and is no SHA-256 in base64url.</summary>
    private static bool TryRead(JsonObject members, ReadOnlySpan<byte> name, out byte[]? thumbprint)
    {
        thumbprint = null;
        return !members.TryFind(name, out var value) || Thumbprint.TryRead(members.Json, value, thumbprint = new byte[SHA256.HashSizeInBytes]);
    }
}
