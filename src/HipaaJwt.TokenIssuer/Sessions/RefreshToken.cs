using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.TokenIssuer.Sessions;

/// <summary>
/// A refresh token: version, number of the HMAC key, session, number within the session, and an HMAC-SHA-256 over them, the issuer and the
/// salt of the session. Nothing of it is stored, and its successor can be computed again.
/// </summary>
internal readonly struct RefreshToken
{
    private const byte Version = 1;
    private const int HeadLength = 1 + sizeof(uint) + 16 + sizeof(uint);
    private const int Length = HeadLength + HMACSHA256.HashSizeInBytes;

    /// <summary>57 bytes are 76 characters, without a remainder.</summary>
    private const int TextLength = Length / 3 * 4;

    private readonly byte[] _bytes;

    private RefreshToken(byte[] bytes) => _bytes = bytes;

    public uint KeySlot => BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(1));

    public Guid SessionId => new(_bytes.AsSpan(1 + sizeof(uint), 16), bigEndian: true);

    public uint Counter => BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(1 + sizeof(uint) + 16));

    /// <summary>Reads a token. It proves nothing until it is verified.</summary>
    public static bool TryParse(string? text, out RefreshToken token)
    {
        token = default;
        if (text?.Length != TextLength || !Base64Url.IsValid(text, out var length) || length != Length)
        {
            return false;
        }

        var bytes = new byte[Length];
        token = new RefreshToken(bytes);
        return Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == Length && bytes[0] == Version;
    }

    /// <summary>Creates the token with a number.</summary>
    public static string Create(RefreshKey key, string issuer, Guid session, long counter, ReadOnlySpan<byte> salt)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[1..], key.Slot);
        session.TryWriteBytes(bytes[(1 + sizeof(uint))..], bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[(1 + sizeof(uint) + 16)..], checked((uint)counter));
        ComputeMac(key, issuer, bytes[..HeadLength], salt, bytes[HeadLength..]);
        return Base64Url.EncodeToString(bytes);
    }

    public bool IsAuthentic(RefreshKey key, string issuer, ReadOnlySpan<byte> salt)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        ComputeMac(key, issuer, _bytes.AsSpan(0, HeadLength), salt, mac);
        return CryptographicOperations.FixedTimeEquals(mac, _bytes.AsSpan(HeadLength));
    }

    public override string ToString() => nameof(RefreshToken);

    /// <summary>
    /// The parts before the issuer have fixed lengths, and so has the salt, so different inputs never have the same bytes.
    /// </summary>
    private static void ComputeMac(RefreshKey key, string issuer, ReadOnlySpan<byte> head, ReadOnlySpan<byte> salt, Span<byte> mac)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Secret.Span);
        hash.AppendData(head);
        hash.AppendData(salt);
        hash.AppendData(Encoding.UTF8.GetBytes(issuer));
        hash.GetHashAndReset(mac);
    }
}
