using System.Buffers.Text;
using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Format;

/// <summary>One line of a segment: the index, a blank, the leaf hash as base64url, a blank and the JSON of the record.</summary>
internal readonly ref struct LogLine
{
    /// <summary>The largest record in bytes.</summary>
    public const int MaxJsonLength = 16 * 1024;

    /// <summary>The largest line in bytes, without the line feed. A header is never longer.</summary>
    public const int MaxLength = MaxIndexLength + 1 + LeafLength + 1 + MaxJsonLength;

    /// <summary>32 bytes as unpadded base64url.</summary>
    public const int LeafLength = 43;

    private const int MaxIndexLength = 19;

    private const byte Redacted = (byte)'-';

    private LogLine(long index, ReadOnlySpan<byte> encodedLeaf, ReadOnlySpan<byte> json)
    {
        Index = index;
        EncodedLeaf = encodedLeaf;
        Json = json;
    }

    /// <summary>The index of the record in the stream, from 0.</summary>
    public long Index { get; }

    /// <summary>The leaf hash as unpadded base64url.</summary>
    public ReadOnlySpan<byte> EncodedLeaf { get; }

    /// <summary>The record.</summary>
    public ReadOnlySpan<byte> Json { get; }

    /// <summary>Whether the record was overwritten, so that only its leaf hash is left.</summary>
    public bool IsRedacted => IsOverwritten(Json);

    /// <summary>Whether a record was overwritten.</summary>
    public static bool IsOverwritten(ReadOnlySpan<byte> json) => json.IndexOfAnyExcept(Redacted) < 0;

    /// <summary>Reads a line without its line feed. It does not check the JSON or the hash.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out LogLine parsed)
    {
        parsed = default;
        var blank = line.IndexOf((byte)' ');
        if (blank is < 1 or > MaxIndexLength || (line[0] == '0' && blank > 1)
            || !Utf8Parser.TryParse(line[..blank], out long index, out var used)
            || used != blank || index < 0 || line[..blank].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
        {
            return false;
        }

        var rest = line[(blank + 1)..];
        if (rest.Length <= LeafLength + 1 || rest.Length > LeafLength + 1 + MaxJsonLength || rest[LeafLength] != ' ')
        {
            return false;
        }

        parsed = new LogLine(index, rest[..LeafLength], rest[(LeafLength + 1)..]);
        return true;
    }

    /// <summary>Decodes the leaf hash.</summary>
    /// <param name="leaf">32 bytes.</param>
    /// <returns>False if the text is not canonical base64url.</returns>
    public bool TryDecodeLeaf(Span<byte> leaf)
    {
        Span<byte> encoded = stackalloc byte[LeafLength];
        return EncodedLeaf.IndexOfAnyExcept(Base64UrlBytes) < 0
            && LastBytes.Contains(EncodedLeaf[^1])
            && Base64Url.TryDecodeFromUtf8(EncodedLeaf, leaf, out var written)
            && written == MerkleHash.Length
            && Base64Url.TryEncodeToUtf8(leaf[..MerkleHash.Length], encoded, out _)
            && encoded.SequenceEqual(EncodedLeaf);
    }

    /// <summary>The bytes of a line with its line feed.</summary>
    public static int LengthOf(long index, int jsonLength) => DigitsOf(index) + 1 + LeafLength + 1 + jsonLength + 1;

    /// <summary>Writes a line with its line feed.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Write(long index, ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> json, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(index, destination, out var length);
        destination[length++] = (byte)' ';
        Base64Url.EncodeToUtf8(leaf[..MerkleHash.Length], destination[length..]);
        length += LeafLength;
        destination[length++] = (byte)' ';
        json.CopyTo(destination[length..]);
        length += json.Length;
        destination[length++] = (byte)'\n';
        return length;
    }

    private static readonly System.Buffers.SearchValues<byte> Base64UrlBytes =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>The last character stands for four bits of the hash and two zero bits. The decoder throws if they are not zero.</summary>
    private static readonly System.Buffers.SearchValues<byte> LastBytes = System.Buffers.SearchValues.Create("AEIMQUYcgkosw048"u8);

    private static int DigitsOf(long index)
    {
        var digits = 1;
        while ((index /= 10) != 0)
        {
            digits++;
        }

        return digits;
    }
}
