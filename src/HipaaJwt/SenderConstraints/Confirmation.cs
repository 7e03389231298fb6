using System.Security.Cryptography;
using HipaaJwt.Text;

namespace HipaaJwt.SenderConstraints;

/// <summary>
/// The claim <c>cnf</c> of a sender-constrained token (RFC 7800 section 3.1): the thumbprint of a key (<c>jkt</c>, RFC 9449
/// section 6.1), of a certificate (<c>x5t#S256</c>, RFC 8705 section 3.1), or both. If it contains both, both must match.
/// </summary>
/// <param name="Key">The thumbprint of the key; null if the claim has none.</param>
/// <param name="Certificate">The thumbprint of the certificate; null if the claim has none.</param>
internal readonly record struct Confirmation(byte[]? Key, byte[]? Certificate)
{
    private const int MaxMembers = 32;

    /// <summary>Reads the claim.</summary>
    /// <returns>An error if the claim is malformed or contains neither member, because such a binding cannot be checked.</returns>
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

    /// <summary>Reads an optional thumbprint.</summary>
    /// <returns>False if the member exists but is not a SHA-256 digest in base64url.</returns>
    private static bool TryRead(JsonObject members, ReadOnlySpan<byte> name, out byte[]? thumbprint)
    {
        thumbprint = null;
        if (!members.TryFind(name, out var value))
        {
            return true;
        }

        thumbprint = new byte[SHA256.HashSizeInBytes];
        return Thumbprint.TryRead(members.Json, value, thumbprint);
    }
}
