using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.TokenIssuer.Sessions;

/// <summary>The names of sessions in tokens, and the keys of subjects in stores.</summary>
internal static class SessionNames
{
    /// <summary>The <c>sid</c> of a session.</summary>
    public static string ToClaim(Guid id) => id.ToString("N");

    public static bool TryRead(string? claim, out Guid id) => Guid.TryParseExact(claim, "N", out id);

    /// <summary>The first half of a digest of issuer and subject, so that stores contain no identifiers.</summary>
    public static UInt128 SubjectKey(string issuer, string subject)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        var utf8Issuer = Encoding.UTF8.GetBytes(issuer);
        BinaryPrimitives.WriteInt32BigEndian(length, utf8Issuer.Length);
        hash.AppendData(length);
        hash.AppendData(utf8Issuer);
        hash.AppendData(Encoding.UTF8.GetBytes(subject));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
